/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The purpose of a parallel Deployment. */
public enum Track {
  /** It serves a share of the requests. */
  CANARY,
  /** It serves no requests until the Service is switched over. */
  PREVIEW;

  /** The suffix separator that no application name may contain; see {@link #isReserved}. */
  private static final String SEPARATOR = "--";

  /** The label's value. */
  public String label() {
    return AppManifests.lowerCase(this);
  }

  /** The Deployment's name, which no application can have. */
  public String nameFor(String app) {
    return app + SEPARATOR + label();
  }

  /**
   * The name that earlier versions gave it. An application may have it too, so only the
   * Deployment's annotations identify its owner.
   */
  public String legacyNameFor(String app) {
    return app + "-" + label();
  }

  /** Every name that a parallel Deployment may have. */
  public static List<String> parallelNames(String app) {
    return Arrays.stream(values())
        .flatMap(track -> Stream.of(track.nameFor(app), track.legacyNameFor(app)))
        .toList();
  }

  /** Whether an application of that name would collide with a parallel Deployment. */
  public static boolean isReserved(String app) {
    return Arrays.stream(values()).anyMatch(track -> app.endsWith(SEPARATOR + track.label()));
  }
}
