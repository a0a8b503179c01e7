/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.RateLimit;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingDecision.Stabilization;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.ScalingRateLimiter.LimitedReplicas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decided number of replicas, the reason, and what later decisions need.
 *
 * @param chosen the metric with the largest proposal
 * @param rawDesired its proposal
 * @param recommendations to store for stabilization, oldest first
 * @param changes to store for the rates, oldest first
 */
public record ReplicaDecision(
    int desired,
    Reason reason,
    List<MetricResult> results,
    @Nullable MetricResult chosen,
    @Nullable Integer rawDesired,
    @Nullable Stabilization stabilization,
    @Nullable RateLimit rateLimit,
    List<Recommendation> recommendations,
    List<ReplicaChange> changes) {

  /**
   * Evaluates every metric of the policy and decides.
   *
   * @param rules for which pods count
   */
  public static ReplicaDecision of(ScalingContext at, PodReadinessRules rules) {
    return of(at, new MetricEvaluator(rules).evaluateAll(at));
  }

  private static ReplicaDecision of(ScalingContext at, List<MetricResult> results) {
    int current = at.current();
    ScalingPolicy policy = at.policy();
    boolean rollingOut = at.sample().rollingOut();
    if (current == 0) {
      return fixed(at, 0, Reason.SCALING_DISABLED, results);
    }
    if (policy.mode() == ScalingPolicy.Mode.PAUSED) {
      return hold(at, Reason.HOLD_PAUSED, results, null);
    }
    if (current < policy.minReplicas()) {
      return fixed(at, policy.minReplicas(), Reason.TOO_FEW_REPLICAS, results);
    }
    if (current > policy.maxReplicas()) {
      return rollingOut
          ? hold(at, Reason.HOLD_ROLLOUT, results, null)
          : fixed(at, policy.maxReplicas(), Reason.TOO_MANY_REPLICAS, results);
    }
    MetricResult chosen = largest(results);
    if (rollingOut && (chosen == null || proposed(chosen) <= current)) {
      return hold(at, Reason.HOLD_ROLLOUT, results, chosen);
    }
    if (chosen == null) {
      return hold(at, Reason.HOLD_METRICS_MISSING, results, null);
    }
    boolean complete = results.stream().allMatch(result -> result.metric().proposed() != null);
    if (!complete && proposed(chosen) < current) {
      return hold(at, Reason.HOLD_METRICS_PARTLY_MISSING, results, chosen);
    }
    return limited(at, results, chosen);
  }

  private static ReplicaDecision limited(
      ScalingContext at, List<MetricResult> results, MetricResult chosen) {
    ScalingPolicy policy = at.policy();
    int raw = proposed(chosen);
    int stable =
        Stabilizer.stabilize(
            at.current(), raw, at.state().recommendations(), policy.behavior(), at.asOf());
    LimitedReplicas limited =
        new ScalingRateLimiter(policy.behavior(), at.state().changes(), at.asOf())
            .limit(at.current(), stable, policy.minReplicas(), policy.maxReplicas());
    return new ReplicaDecision(
        limited.replicas(),
        reason(raw, stable, limited, chosen),
        results,
        chosen,
        raw,
        stable == raw ? null : stabilization(raw, stable, policy),
        limited.limit(),
        recommendations(at, raw),
        changes(at, limited.replicas()));
  }

  /** The last step that changed the number. */
  private static Reason reason(int raw, int stable, LimitedReplicas limited, MetricResult chosen) {
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

  private static @Nullable MetricResult largest(List<MetricResult> results) {
    return results.stream()
        .filter(result -> result.metric().proposed() != null)
        // Of equal ones the first, in the order of the policy.
        .reduce(
            (a, b) -> Comparator.comparingInt(ReplicaDecision::proposed).compare(a, b) >= 0 ? a : b)
        .orElse(null);
  }

  private static int proposed(MetricResult result) {
    return Objects.requireNonNull(result.metric().proposed());
  }

  private static ReplicaDecision fixed(
      ScalingContext at, int desired, Reason reason, List<MetricResult> results) {
    return new ReplicaDecision(
        desired,
        reason,
        results,
        null,
        null,
        null,
        null,
        recommendations(at, null),
        changes(at, desired));
  }

  /** A hold counts as a recommendation of the current number. */
  private static ReplicaDecision hold(
      ScalingContext at, Reason reason, List<MetricResult> results, @Nullable MetricResult chosen) {
    int current = at.current();
    return new ReplicaDecision(
        current,
        reason,
        results,
        chosen,
        chosen == null ? null : chosen.metric().proposed(),
        null,
        null,
        recommendations(at, current),
        changes(at, current));
  }

  private static List<Recommendation> recommendations(ScalingContext at, @Nullable Integer added) {
    List<Recommendation> past = new ArrayList<>(at.state().recommendations());
    if (added != null) {
      past.add(new Recommendation(at.asOf(), added));
    }
    return Stabilizer.keep(past, at.policy().behavior(), at.asOf());
  }

  private static List<ReplicaChange> changes(ScalingContext at, int desired) {
    List<ReplicaChange> changes = new ArrayList<>(at.state().changes());
    if (desired != at.current()) {
      changes.add(new ReplicaChange(at.asOf(), at.current(), desired));
    }
    return ScalingRateLimiter.keep(changes, at.policy().behavior(), at.asOf());
  }
}
