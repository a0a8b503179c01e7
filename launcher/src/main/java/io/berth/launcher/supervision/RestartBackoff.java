/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

import java.time.Duration;
import java.time.Instant;

/**
 * When a part that died starts again: at once the first time, then later and later. Pure.
 *
 * @param exits how often it died in a row; a life of a minute ends the row
 */
record RestartBackoff(int exits) {

  static final RestartBackoff NONE = new RestartBackoff(0);

  private static final Duration STABLE_RUN = Duration.ofMinutes(1);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final int CRASH_LOOP_EXITS = 3;

  RestartBackoff afterExit(Instant started, Instant died) {
    boolean ranLong = Duration.between(started, died).compareTo(STABLE_RUN) >= 0;
    return new RestartBackoff(ranLong ? 1 : exits + 1);
  }

  /** 0.5 s, 1 s, 2 s, 4 s, … 30 s. */
  Duration delay() {
    long millis = 500L << Math.min(Math.max(exits - 1, 0), 10);
    return millis < MAX.toMillis() ? Duration.ofMillis(millis) : MAX;
  }

  boolean isCrashLooping() {
    return exits >= CRASH_LOOP_EXITS;
  }

  /** Whether the log's last lines are worth showing: at the third death, and every tenth. */
  boolean showsLog() {
    return exits == CRASH_LOOP_EXITS || exits % 10 == 0;
  }
}
