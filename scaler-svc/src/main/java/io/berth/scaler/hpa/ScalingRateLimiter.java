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

/** Limits changes by rates and by the minimum and maximum of replicas. */
final class ScalingRateLimiter {

  private final Behavior behavior;
  private final List<ReplicaChange> changes;
  private final Instant asOf;

  /**
   * @param changes earlier ones
   */
  ScalingRateLimiter(Behavior behavior, List<ReplicaChange> changes, Instant asOf) {
    this.behavior = behavior;
    this.changes = changes;
    this.asOf = asOf;
  }

  /**
   * The result.
   *
   * @param replicas the limited number
   * @param reason which limit applied, if any
   * @param limit the rate that applied; null where none did
   */
  record LimitedReplicas(int replicas, Reason reason, @Nullable RateLimit limit) {}

  /** Limits a desired number by the rates of its direction, and by minimum and maximum. */
  LimitedReplicas limit(int current, int desired, int min, int max) {
    if (desired > current) {
      RateLimit rate = up(current);
      boolean byRate = rate.limit() < max;
      int allowed = Math.min(rate.limit(), max);
      return desired <= allowed
          ? within(desired)
          : byRate
              ? new LimitedReplicas(allowed, Reason.SCALE_UP_LIMIT, rate)
              : new LimitedReplicas(allowed, Reason.TOO_MANY_REPLICAS, null);
    }
    if (desired < current) {
      RateLimit rate = down(current);
      boolean byRate = rate.limit() > min;
      int allowed = Math.max(rate.limit(), min);
      return desired >= allowed
          ? within(desired)
          : byRate
              ? new LimitedReplicas(allowed, Reason.SCALE_DOWN_LIMIT, rate)
              : new LimitedReplicas(allowed, Reason.TOO_FEW_REPLICAS, null);
    }
    return within(desired);
  }

  /** The changes that later decisions can still need. */
  static List<ReplicaChange> keep(List<ReplicaChange> changes, Behavior behavior, Instant asOf) {
    Duration longest =
        Stream.of(behavior.scaleUp(), behavior.scaleDown())
            .flatMap(rules -> rules.policies().stream())
            .map(RatePolicy::period)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return changes.stream().filter(change -> isWithin(change, longest, asOf)).toList();
  }

  private static LimitedReplicas within(int desired) {
    return new LimitedReplicas(desired, Reason.DESIRED_WITHIN_RANGE, null);
  }

  /** At least the current number: earlier changes must not reverse the direction. */
  private RateLimit up(int current) {
    Rules rules = behavior.scaleUp();
    RateLimit limit =
        select(rules, current, Comparator.comparingInt(RateLimit::limit), this::upperLimit);
    return atLeast(current, limit);
  }

  private RateLimit down(int current) {
    Rules rules = behavior.scaleDown();
    RateLimit limit =
        select(
            rules, current, Comparator.comparingInt(RateLimit::limit).reversed(), this::lowerLimit);
    return atMost(current, limit);
  }

  private interface RateFunction {
    long limit(RatePolicy policy, long atStart);
  }

  private RateLimit select(
      Rules rules, int current, Comparator<RateLimit> widest, RateFunction function) {
    if (rules.select() == Select.DISABLED) {
      return new RateLimit(null, 0, 0, current);
    }
    Comparator<RateLimit> order = rules.select() == Select.MAX ? widest : widest.reversed();
    return rules.policies().stream()
        .map(policy -> of(policy, current, function))
        .max(order)
        .orElseThrow(() -> new IllegalStateException("Rules without a rate: " + rules));
  }

  private RateLimit of(RatePolicy policy, int current, RateFunction function) {
    long added = 0;
    long removed = 0;
    for (ReplicaChange change : changes) {
      if (isWithin(change, policy.period(), asOf)) {
        added += change.added();
        removed += change.removed();
      }
    }
    return new RateLimit(
        policy,
        SaturatedMath.toInt(added),
        SaturatedMath.toInt(removed),
        SaturatedMath.toInt(function.limit(policy, current - added + removed)));
  }

  // Computed in long and saturated to int at the end: in int, five pods plus a rate of 2147483647
  // would overflow to a negative limit, which would block scaling forever.

  private long upperLimit(RatePolicy policy, long atStart) {
    return switch (policy.type()) {
      case PODS -> atStart + policy.value();
      case PERCENT -> (long) Math.ceil(atStart * (1 + policy.value() / 100.0));
    };
  }

  private long lowerLimit(RatePolicy policy, long atStart) {
    return switch (policy.type()) {
      case PODS -> atStart - policy.value();
      case PERCENT -> (long) (atStart * (1 - policy.value() / 100.0));
    };
  }

  private static RateLimit atLeast(int min, RateLimit limit) {
    return limit.limit() >= min ? limit : with(limit, min);
  }

  private static RateLimit atMost(int max, RateLimit limit) {
    return limit.limit() <= max ? limit : with(limit, max);
  }

  private static RateLimit with(RateLimit limit, int replicas) {
    return new RateLimit(limit.policy(), limit.addedInPeriod(), limit.removedInPeriod(), replicas);
  }

  private static boolean isWithin(ReplicaChange change, Duration period, Instant asOf) {
    return Duration.between(change.at(), asOf).compareTo(period) < 0;
  }
}
