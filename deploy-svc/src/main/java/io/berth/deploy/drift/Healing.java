/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a drift may be set right again. The first time at once; then ever later, because somebody
 * who changes it each time must not be fought without end.
 *
 * @param last when it was set right last; null before the first time
 * @param pause from then to the next time
 */
public record Healing(@Nullable Instant last, Duration pause) {

  static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(5);

  public static Healing never() {
    return new Healing(null, FIRST);
  }

  public boolean due(Instant asOf) {
    return last == null || !asOf.isBefore(last.plus(pause));
  }

  /** After it was done: twice the pause, or the first one again after a long quiet. */
  public Healing done(Instant asOf) {
    boolean quiet = last == null || asOf.isAfter(last.plus(LONGEST).plus(LONGEST));
    Duration twice = pause.multipliedBy(2);
    return new Healing(asOf, quiet ? FIRST : twice.compareTo(LONGEST) > 0 ? LONGEST : twice);
  }
}
