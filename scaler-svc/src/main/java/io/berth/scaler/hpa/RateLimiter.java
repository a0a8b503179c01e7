/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.Behavior.RatePolicy;
import io.berth.events.scaling.Behavior.Rules;
import io.berth.events.scaling.Behavior.Select;
import io.berth.events.scaling.ScalingDecision.RateLimit;
import io.berth.events.scaling.ScalingDecision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Bounds how much changes in how long, and between which numbers. */
public final class RateLimiter {

  private final Behavior behavior;
  private final List<Change> changes;
  private final Instant asOf;

  /**
   * @param changes decided before
   */
  public RateLimiter(Behavior behavior, List<Change> changes, Instant asOf) {
    this.behavior = behavior;
    this.changes = changes;
    this.asOf = asOf;
  }

  /**
   * What is left of a wish.
   *
   * @param replicas that many
   * @param reason which bound it was, or that it was none
   * @param limit the rate that bounded it; null where none did
   */
  public record Limited(int replicas, Reason reason, @Nullable RateLimit limit) {}

  /** Bounds a wish by the rates of its direction, and by least and most. */
  public Limited limit(int current, int wanted, int least, int most) {
    if (wanted > current) {
      RateLimit rate = up(current);
      boolean byRate = rate.limit() < most;
      int allowed = Math.min(rate.limit(), most);
      return wanted <= allowed
          ? within(wanted)
          : byRate
              ? new Limited(allowed, Reason.SCALE_UP_LIMIT, rate)
              : new Limited(allowed, Reason.TOO_MANY_REPLICAS, null);
    }
    if (wanted < current) {
      RateLimit rate = down(current);
      boolean byRate = rate.limit() > least;
      int allowed = Math.max(rate.limit(), least);
      return wanted >= allowed
          ? within(wanted)
          : byRate
              ? new Limited(allowed, Reason.SCALE_DOWN_LIMIT, rate)
              : new Limited(allowed, Reason.TOO_FEW_REPLICAS, null);
    }
    return within(wanted);
  }

  /** The changes that a later look can still need. */
  public static List<Change> keep(List<Change> changes, Behavior behavior, Instant asOf) {
    Duration longest =
        Stream.of(behavior.scaleUp(), behavior.scaleDown())
            .flatMap(rules -> rules.policies().stream())
            .map(RatePolicy::period)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return changes.stream().filter(change -> isWithin(change, longest, asOf)).toList();
  }

  private static Limited within(int wanted) {
    return new Limited(wanted, Reason.DESIRED_WITHIN_RANGE, null);
  }

  /** Never below the current number: changes of the period may not reverse the direction. */
  private RateLimit up(int current) {
    Rules rules = behavior.scaleUp();
    RateLimit limit = select(rules, current, Comparator.comparingInt(RateLimit::limit), this::upBy);
    return atLeast(current, limit);
  }

  private RateLimit down(int current) {
    Rules rules = behavior.scaleDown();
    RateLimit limit =
        select(rules, current, Comparator.comparingInt(RateLimit::limit).reversed(), this::downBy);
    return atMost(current, limit);
  }

  private interface By {
    int limit(RatePolicy policy, int atStart);
  }

  private RateLimit select(Rules rules, int current, Comparator<RateLimit> widest, By by) {
    if (rules.select() == Select.DISABLED) {
      return new RateLimit(null, 0, 0, current);
    }
    Comparator<RateLimit> order = rules.select() == Select.MAX ? widest : widest.reversed();
    return rules.policies().stream()
        .map(policy -> of(policy, current, by))
        .max(order)
        .orElseThrow(() -> new IllegalStateException("Rules without a rate: " + rules));
  }

  private RateLimit of(RatePolicy policy, int current, By by) {
    int added = 0;
    int removed = 0;
    for (Change change : changes) {
      if (isWithin(change, policy.period(), asOf)) {
        added += change.added();
        removed += change.removed();
      }
    }
    return new RateLimit(policy, added, removed, by.limit(policy, current - added + removed));
  }

  private int upBy(RatePolicy policy, int atStart) {
    return switch (policy.type()) {
      case PODS -> atStart + policy.value();
      case PERCENT -> (int) Math.ceil(atStart * (1 + policy.value() / 100.0));
    };
  }

  private int downBy(RatePolicy policy, int atStart) {
    return switch (policy.type()) {
      case PODS -> atStart - policy.value();
      case PERCENT -> (int) (atStart * (1 - policy.value() / 100.0));
    };
  }

  private static RateLimit atLeast(int least, RateLimit limit) {
    return limit.limit() >= least ? limit : with(limit, least);
  }

  private static RateLimit atMost(int most, RateLimit limit) {
    return limit.limit() <= most ? limit : with(limit, most);
  }

  private static RateLimit with(RateLimit limit, int replicas) {
    return new RateLimit(limit.policy(), limit.addedInPeriod(), limit.removedInPeriod(), replicas);
  }

  private static boolean isWithin(Change change, Duration period, Instant asOf) {
    return change.at().isAfter(asOf.minus(period));
  }
}
