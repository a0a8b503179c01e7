/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.scaling.Behavior;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Stabilizes proposals: scales out at most to the minimum of the upward window's recommendations,
 * and in at most to the maximum of the downward window's.
 */
final class Stabilizer {

  private Stabilizer() {}

  /** The stabilized proposal. */
  static int stabilize(
      int current, int proposed, List<Recommendation> past, Behavior behavior, Instant asOf) {
    int out = proposed;
    int in = proposed;
    for (Recommendation recommendation : past) {
      if (isWithin(recommendation, behavior.scaleUp().stabilization(), asOf)) {
        out = Math.min(out, recommendation.replicas());
      }
      if (isWithin(recommendation, behavior.scaleDown().stabilization(), asOf)) {
        in = Math.max(in, recommendation.replicas());
      }
    }
    return Math.min(Math.max(current, out), in);
  }

  /**
   * The recommendations that later decisions can still need, oldest first: within the longer
   * window, and below the minimum or above the maximum of all newer ones. An hour of steady load
   * needs only a few entries.
   */
  static List<Recommendation> keep(List<Recommendation> past, Behavior behavior, Instant asOf) {
    Duration up = behavior.scaleUp().stabilization();
    Duration down = behavior.scaleDown().stabilization();
    Duration longest = up.compareTo(down) > 0 ? up : down;
    List<Recommendation> kept = new ArrayList<>();
    int min = Integer.MAX_VALUE;
    int max = Integer.MIN_VALUE;
    for (Recommendation each : past.reversed()) {
      if (isWithin(each, longest, asOf) && (each.replicas() < min || each.replicas() > max)) {
        kept.addFirst(each);
      }
      min = Math.min(min, each.replicas());
      max = Math.max(max, each.replicas());
    }
    return List.copyOf(kept);
  }

  private static boolean isWithin(Recommendation each, Duration window, Instant asOf) {
    return Duration.between(each.at(), asOf).compareTo(window) < 0;
  }
}
