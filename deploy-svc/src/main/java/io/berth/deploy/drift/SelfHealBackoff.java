/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a drift may be reverted again. The first time at once, then with growing pauses, so that
 * self-heal does not fight another controller.
 *
 * @param last when it was reverted last; null before the first time
 * @param pause from then to the next time
 */
public record SelfHealBackoff(@Nullable Instant last, Duration pause) {

  static final Duration INITIAL = Duration.ofSeconds(5);
  static final Duration MAX = Duration.ofMinutes(5);

  public static SelfHealBackoff initial() {
    return new SelfHealBackoff(null, INITIAL);
  }

  public boolean isDue(Instant asOf) {
    return last == null || !asOf.isBefore(last.plus(pause));
  }

  /** After a revert: twice the pause, or the initial one after a long quiet period. */
  public SelfHealBackoff next(Instant asOf) {
    boolean quiet = last == null || asOf.isAfter(last.plus(MAX).plus(MAX));
    Duration twice = pause.multipliedBy(2);
    return new SelfHealBackoff(asOf, quiet ? INITIAL : twice.compareTo(MAX) > 0 ? MAX : twice);
  }
}
