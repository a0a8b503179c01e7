/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import io.berth.events.Check;
import org.jspecify.annotations.Nullable;

/**
 * What another container of the pod mounts at a path of its own: a volume or config file of the
 * application, by its path there.
 *
 * @param from the key in {@code volumes} or {@code configFiles}; the same path if left out
 * @param subPath the file or folder inside the volume to mount in place of its root
 * @param readOnly whether this container may only read it
 */
public record VolumeMount(@Nullable String from, @Nullable String subPath, boolean readOnly) {
  public VolumeMount {
    Check check = Check.that();
    if (subPath != null) {
      check.matches("subPath", subPath, Volume.RELATIVE, Volume.RELATIVE_WANTED);
    }
    check.orThrow();
  }

  /** The path of the application's volume or config file. */
  public String source(String path) {
    return from == null ? path : from;
  }
}
