/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.release.Release;
import io.berth.events.AppRef;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command leads to. */
public sealed interface Plan {

  /**
   * It is rejected.
   *
   * @param violations at least one
   */
  record Reject(List<Violation> violations) implements Plan {}

  /** Objects are written or deleted. */
  sealed interface Write extends Plan {}

  /**
   * The application's objects are applied, and its roll-out is tracked.
   *
   * @param desired what they are built from
   * @param namespace to create first; null where it exists
   * @param newRelease to be kept; null where the command creates none
   * @param scalerReplicas replicas to hand over to berth-scaler before; null where ownership stays
   * @param objects in the order of applying
   * @param notes for the requester
   */
  record Apply(
      DesiredState desired,
      @Nullable HasMetadata namespace,
      @Nullable Release newRelease,
      @Nullable Integer scalerReplicas,
      List<HasMetadata> objects,
      List<String> notes)
      implements Write {

    /** Whether it writes the application's first release: nothing runs yet. */
    public boolean isFirstRelease() {
      return newRelease != null && newRelease.number() == 1;
    }

    /** The number of the release that the command is about. */
    public long release() {
      return newRelease != null
          ? newRelease.number()
          : desired.parallel() != null
              ? desired.parallel().release().number()
              : desired.release().number();
    }

    /** The same once its roll-out has ended, without a canary or preview. */
    public Apply rolledOut() {
      DesiredState ended = desired.rolledOut();
      return new Apply(ended, namespace, newRelease, scalerReplicas, AppManifests.of(ended), notes);
    }
  }

  /**
   * The application is deleted with its releases.
   *
   * @param app which
   */
  record Delete(AppRef app) implements Write {}

  /**
   * A namespace is created or updated with its limits.
   *
   * @param objects in the order of applying
   */
  record ApplyNamespace(List<HasMetadata> objects) implements Write {}
}
