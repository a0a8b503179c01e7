/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

import io.berth.events.operation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API server rejected the request, or the existing object belongs to somebody else or is being
 * deleted: a retry would be rejected again.
 */
public final class ClusterRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Violation violation;

  public ClusterRejectedException(String message, Throwable cause) {
    super(message, cause);
    this.violation = null;
  }

  /** For an object that belongs to somebody else, or is being deleted. */
  public ClusterRejectedException(Violation violation) {
    super(violation.found() + "; wanted " + violation.wanted());
    this.violation = violation;
  }

  private ClusterRejectedException(ClusterRejectedException refusal, List<String> written) {
    super(refusal.getMessage() + "; written before: " + String.join(", ", written), refusal);
    this.violation = refusal.violation;
  }

  /**
   * The same, naming what was written before.
   *
   * @param objects as kind/name
   */
  public ClusterRejectedException after(List<String> objects) {
    return objects.isEmpty() ? this : new ClusterRejectedException(this, objects);
  }

  /** The violated rule; null where the API server rejected the request by its own. */
  @Nullable Violation violation() {
    return violation;
  }
}
