/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.MetricSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.AverageValue;
import io.berth.events.scaling.MetricTarget.CustomPerPod;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.MetricResult;
import io.berth.scaler.hpa.PodReadinessRules;
import io.berth.scaler.hpa.Recommendation;
import io.berth.scaler.hpa.ReplicaChange;
import io.berth.scaler.hpa.ReplicaDecision;
import io.berth.scaler.hpa.ScalingContext;
import io.berth.scaler.hpa.ScalingState;
import io.berth.scaler.scaling.DecisionOutcome.Decided;
import io.berth.scaler.scaling.DecisionOutcome.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' HorizontalPodAutoscaler v2 as a function: {@code (policy, state, sample, asOf) →
 * (decision, state')}. Without a clock: the same arguments always give the same bytes.
 *
 * <p>It differs from the HPA in known problems of the HPA, always towards fewer changes:
 *
 * <ul>
 *   <li>during a roll-out it never scales in, and scales out only by the CPU of pods past their
 *       start;
 *   <li>a hold (no samples, a roll-out, a pause) counts as a recommendation of the current number,
 *       so that a full window of samples precedes the next scaling in;
 *   <li>samples older than three minutes count as missing.
 * </ul>
 */
public final class ScalingDecider {

  /** Part of every decision; incremented when the same arguments give another result. */
  public static final int ALGORITHM = 2;

  /** Tolerance for early samples because of jitter; at most a tenth of the period. */
  private static final Duration MAX_SLACK = Duration.ofSeconds(1);

  private final PodReadinessRules rules;

  /** Uses the HPA's default rules for which pods count. */
  public ScalingDecider() {
    this(PodReadinessRules.STANDARD);
  }

  public ScalingDecider(PodReadinessRules rules) {
    this.rules = rules;
  }

  /**
   * The result of a sample.
   *
   * @param state to store; the same object where nothing changed
   * @param decision null where none was due
   */
  public record SampleResult(ScalingState state, @Nullable ScalingDecision decision) {}

  /**
   * Handles a sample: a custom metric's is stored, one of CPU and memory leads to a decision, which
   * also uses the stored custom metrics.
   */
  public SampleResult handle(MetricSample sample, ScalingPolicy policy, ScalingState state) {
    return switch (sample) {
      case CustomSample custom ->
          new SampleResult(usesMetric(policy, custom.metric()) ? state.with(custom) : state, null);
      case ResourceSample resource ->
          switch (decide(policy, state, resource, resource.sampledAt())) {
            case Decided(ScalingDecision decision, ScalingState next) ->
                new SampleResult(next, decision);
            case Skipped _ -> new SampleResult(state, null);
          };
    };
  }

  /**
   * Decides on a sample of CPU and memory.
   *
   * @param policy in force for the sample's application
   * @param state after the last decision
   * @param sample of the application in one cluster
   * @param asOf the time of the decision, that of the sample
   */
  public DecisionOutcome decide(
      ScalingPolicy policy, ScalingState state, ResourceSample sample, Instant asOf) {
    if (state.decidedAt() != null) {
      if (!asOf.isAfter(state.decidedAt())) {
        return new Skipped("not newer than the last decision's sample, of " + state.decidedAt());
      }
      Duration since = Duration.between(state.decidedAt(), asOf);
      Duration min = policy.period().minus(slack(policy.period()));
      if (state.policyVersion() == policy.version() && since.compareTo(min) < 0) {
        return new Skipped("within " + policy.period() + " of the last decision");
      }
    }
    ScalingContext context =
        new ScalingContext(policy, withPast(state, sample, asOf), sample, asOf);
    ReplicaDecision decided = ReplicaDecision.of(context, rules);
    return new Decided(decision(context, decided, state), next(context, decided));
  }

  private static Duration slack(Duration period) {
    Duration tenth = period.dividedBy(10);
    return tenth.compareTo(MAX_SLACK) < 0 ? tenth : MAX_SLACK;
  }

  /**
   * For a new application the current number counts as a recommendation. A change that the sample
   * does not show was not applied, or not yet: it does not count towards rates, and is decided
   * again if still due.
   */
  private static ScalingState withPast(ScalingState state, ResourceSample sample, Instant asOf) {
    List<Recommendation> past =
        state.decidedAt() == null
            ? List.of(new Recommendation(asOf, sample.specReplicas()))
            : state.recommendations();
    List<ReplicaChange> changes = state.changes();
    if (!changes.isEmpty() && changes.getLast().from() == sample.specReplicas()) {
      changes = changes.subList(0, changes.size() - 1);
    }
    return new ScalingState(
        state.decidedAt(), state.policyVersion(), past, changes, state.custom());
  }

  private static ScalingDecision decision(
      ScalingContext at, ReplicaDecision decided, ScalingState state) {
    return new ScalingDecision(
        id(at),
        at.sample().app(),
        at.policy().version(),
        ALGORITHM,
        at.policy().mode(),
        at.asOf(),
        at.current(),
        decided.desired(),
        action(at.current(), decided.desired()),
        decided.reason(),
        Explanation.of(at, decided),
        decided.results().stream().map(MetricResult::metric).toList(),
        decided.chosen() == null ? null : decided.chosen().metric().name(),
        decided.rawDesired(),
        decided.stabilization(),
        decided.rateLimit(),
        at.policy().minReplicas(),
        at.policy().maxReplicas(),
        InputHash.of(at.policy(), state, at.sample(), at.asOf()));
  }

  /** The same for a repeat, so that readers can recognize it. */
  private static String id(ScalingContext at) {
    String identity = at.sample().app() + "@" + at.policy().version() + "@" + at.asOf();
    return UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString();
  }

  private static Action action(int current, int desired) {
    return desired > current ? Action.SCALE_OUT : desired < current ? Action.SCALE_IN : Action.NONE;
  }

  private static ScalingState next(ScalingContext at, ReplicaDecision decided) {
    return new ScalingState(
        at.asOf(),
        at.policy().version(),
        decided.recommendations(),
        decided.changes(),
        customMetrics(at));
  }

  /** The custom metrics that the policy still uses. */
  private static SortedMap<String, CustomSample> customMetrics(ScalingContext at) {
    SortedMap<String, CustomSample> customMetrics = new TreeMap<>(at.state().custom());
    customMetrics.keySet().removeIf(metric -> !usesMetric(at.policy(), metric));
    return customMetrics;
  }

  private static boolean usesMetric(ScalingPolicy policy, String metric) {
    return policy.metrics().stream().anyMatch(target -> isCustom(target, metric));
  }

  private static boolean isCustom(MetricTarget target, String metric) {
    return switch (target) {
      case CustomPerPod custom -> custom.metric().equals(metric);
      case CustomTotal custom -> custom.metric().equals(metric);
      case Utilization _, AverageValue _ -> false;
    };
  }
}
