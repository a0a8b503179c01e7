/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.RateLimit;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingDecision.Stabilization;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.RateLimiter;
import io.berth.scaler.hpa.RateLimiter.Limited;
import io.berth.scaler.hpa.Stabilizer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The number, and how it came about.
 *
 * @param chosen the reading whose proposal was the largest
 * @param rawDesired that proposal
 * @param recommended what the windows shall remember of it; null for nothing
 */
record Verdict(
    int desired,
    Reason reason,
    List<Reading> readings,
    @Nullable Reading chosen,
    @Nullable Integer rawDesired,
    @Nullable Integer recommended,
    @Nullable Stabilization stabilization,
    @Nullable RateLimit rateLimit) {

  static Verdict of(Situation at, List<Reading> readings) {
    int current = at.current();
    ScalingPolicy policy = at.policy();
    boolean rollingOut = at.sample().rollingOut();
    if (current == 0) {
      return fixed(0, Reason.SCALING_DISABLED, readings);
    }
    if (policy.mode() == ScalingPolicy.Mode.PAUSED) {
      return hold(current, Reason.HOLD_PAUSED, readings, null);
    }
    if (current < policy.minReplicas()) {
      return fixed(policy.minReplicas(), Reason.TOO_FEW_REPLICAS, readings);
    }
    if (current > policy.maxReplicas()) {
      return rollingOut
          ? hold(current, Reason.HOLD_ROLLOUT, readings, null)
          : fixed(policy.maxReplicas(), Reason.TOO_MANY_REPLICAS, readings);
    }
    Reading chosen = largest(readings);
    if (rollingOut && (chosen == null || proposed(chosen) <= current)) {
      return hold(current, Reason.HOLD_ROLLOUT, readings, chosen);
    }
    if (chosen == null) {
      return hold(current, Reason.HOLD_METRICS_MISSING, readings, null);
    }
    boolean complete = readings.stream().allMatch(reading -> reading.metric().proposed() != null);
    if (!complete && proposed(chosen) < current) {
      return hold(current, Reason.HOLD_METRICS_PARTLY_MISSING, readings, chosen);
    }
    return shaped(at, readings, chosen);
  }

  private static Verdict shaped(Situation at, List<Reading> readings, Reading chosen) {
    ScalingPolicy policy = at.policy();
    int raw = proposed(chosen);
    int stable =
        Stabilizer.stabilize(
            at.current(), raw, at.state().recommendations(), policy.behavior(), at.asOf());
    Limited limited =
        new RateLimiter(policy.behavior(), at.state().changes(), at.asOf())
            .limit(at.current(), stable, policy.minReplicas(), policy.maxReplicas());
    return new Verdict(
        limited.replicas(),
        reason(raw, stable, limited, chosen),
        readings,
        chosen,
        raw,
        raw,
        stable == raw ? null : stabilization(raw, stable, policy),
        limited.limit());
  }

  /** The last thing that shaped the number. */
  private static Reason reason(int raw, int stable, Limited limited, Reading chosen) {
    if (limited.reason() != Reason.DESIRED_WITHIN_RANGE) {
      return limited.reason();
    }
    if (stable != raw) {
      return stable < raw ? Reason.SCALE_UP_STABILIZED : Reason.SCALE_DOWN_STABILIZED;
    }
    return chosen.withinTolerance() ? Reason.WITHIN_TOLERANCE : Reason.DESIRED_WITHIN_RANGE;
  }

  private static Stabilization stabilization(int raw, int stable, ScalingPolicy policy) {
    Duration window =
        stable < raw
            ? policy.behavior().scaleUp().stabilization()
            : policy.behavior().scaleDown().stabilization();
    Action direction = stable < raw ? Action.SCALE_OUT : Action.SCALE_IN;
    return new Stabilization(direction, window, raw, stable);
  }

  private static @Nullable Reading largest(List<Reading> readings) {
    return readings.stream()
        .filter(reading -> reading.metric().proposed() != null)
        // The first of equals, as in the policy.
        .reduce((a, b) -> Comparator.comparingInt(Verdict::proposed).compare(a, b) >= 0 ? a : b)
        .orElse(null);
  }

  private static int proposed(Reading reading) {
    return Objects.requireNonNull(reading.metric().proposed());
  }

  private static Verdict fixed(int desired, Reason reason, List<Reading> readings) {
    return new Verdict(desired, reason, readings, null, null, null, null, null);
  }

  /** A hold is remembered as a recommendation of what is held. */
  private static Verdict hold(
      int current, Reason reason, List<Reading> readings, @Nullable Reading chosen) {
    Integer raw = chosen == null ? null : chosen.metric().proposed();
    return new Verdict(current, reason, readings, chosen, raw, current, null, null);
  }
}
