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
 * Looks back: out only as far as every recommendation of the upward window agrees, in only as far
 * as every one of the downward window does.
 */
public final class Stabilizer {

  private Stabilizer() {}

  /** The number of replicas that the windows leave of a proposal. */
  public static int stabilize(
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
   * The past that a later look can still need, oldest first: within the longer window, and not
   * surpassed both ways by newer ones. An hour's window of steady load is a few entries so.
   */
  public static List<Recommendation> keep(
      List<Recommendation> past, Behavior behavior, Instant asOf) {
    Duration up = behavior.scaleUp().stabilization();
    Duration down = behavior.scaleDown().stabilization();
    Duration longest = up.compareTo(down) > 0 ? up : down;
    List<Recommendation> kept = new ArrayList<>();
    int least = Integer.MAX_VALUE;
    int most = Integer.MIN_VALUE;
    for (Recommendation each : past.reversed()) {
      if (isWithin(each, longest, asOf) && (each.replicas() < least || each.replicas() > most)) {
        kept.addFirst(each);
      }
      least = Math.min(least, each.replicas());
      most = Math.max(most, each.replicas());
    }
    return List.copyOf(kept);
  }

  private static boolean isWithin(Recommendation each, Duration window, Instant asOf) {
    return each.at().isAfter(asOf.minus(window));
  }
}
