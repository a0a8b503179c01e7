/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.ObjectOwner;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an existing object is not written: it belongs to somebody else, or it is being deleted. */
public final class UnwritableObject {

  private UnwritableObject() {}

  /**
   * @param wanted as it is to be
   * @param there as it is; null where nothing is
   * @return empty where it may be written
   */
  public static Optional<Violation> violation(HasMetadata wanted, @Nullable HasMetadata there) {
    return ForeignObject.violation(wanted, there).or(() -> TerminatingObject.violation(there));
  }

  /**
   * @param owner the required owner
   * @param there as it is; null where nothing is
   */
  public static Optional<Violation> violation(ObjectOwner owner, @Nullable HasMetadata there) {
    return ForeignObject.violation(owner, there).or(() -> TerminatingObject.violation(there));
  }
}
