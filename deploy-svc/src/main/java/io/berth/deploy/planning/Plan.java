/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.release.Release;
import io.berth.events.AppRef;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done for a command. */
public sealed interface Plan {

  /**
   * Nothing, for these reasons.
   *
   * @param violations at least one
   */
  record Refuse(List<Violation> violations) implements Plan {}

  /**
   * The application's objects are written, and its roll-out followed.
   *
   * @param wanted what they are made from
   * @param namespace to create first; null where it is there
   * @param newRelease to be kept; null where the command brings none
   * @param handOver replicas to give to berth-scaler before; null where nothing changes hands
   * @param objects in the order of writing
   * @param notes what the requester should know
   */
  record Write(
      Wanted wanted,
      @Nullable HasMetadata namespace,
      @Nullable Release newRelease,
      @Nullable Integer handOver,
      List<HasMetadata> objects,
      List<String> notes)
      implements Plan {

    /** The number of the release that the command is about. */
    public long release() {
      return newRelease != null
          ? newRelease.number()
          : wanted.beside() != null
              ? wanted.beside().release().number()
              : wanted.release().number();
    }
  }

  /**
   * Everything of the application goes, its releases too.
   *
   * @param app which
   */
  record Erase(AppRef app) implements Plan {}

  /**
   * A namespace and its bounds.
   *
   * @param objects in the order of writing
   */
  record Found(List<HasMetadata> objects) implements Plan {}
}
