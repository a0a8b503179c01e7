/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import java.time.Duration;
import java.time.Instant;

/**
 * When a part that died starts again: at once the first time, then later and later. Pure.
 *
 * @param deaths how often it died in a row; a life of a minute ends the row
 */
record Restarts(int deaths) {

  static final Restarts NONE = new Restarts(0);

  private static final Duration LONG_LIFE = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int AGAIN_AND_AGAIN = 3;

  Restarts afterDeath(Instant started, Instant died) {
    boolean livedLong = Duration.between(started, died).compareTo(LONG_LIFE) >= 0;
    return new Restarts(livedLong ? 1 : deaths + 1);
  }

  /** 0.5 s, 1 s, 2 s, 4 s, … 30 s. */
  Duration delay() {
    long millis = 500L << Math.min(Math.max(deaths - 1, 0), 10);
    return millis < LONGEST.toMillis() ? Duration.ofMillis(millis) : LONGEST;
  }

  boolean isAgainAndAgain() {
    return deaths >= AGAIN_AND_AGAIN;
  }

  /** Whether the log's last lines are worth showing: at the third death, and every tenth. */
  boolean deservesLog() {
    return deaths == AGAIN_AND_AGAIN || deaths % 10 == 0;
  }
}
