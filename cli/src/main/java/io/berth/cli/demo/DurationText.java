/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class DurationText {

  private DurationText() {}

  static String of(Duration time) {
    return time.toMillis() < 1000
        ? time.toMillis() + " ms"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
