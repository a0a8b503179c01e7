/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.MetricSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.AverageValue;
import io.berth.events.scaling.MetricTarget.CustomPerPod;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.scaling.DecisionOutcome.Decided;
import io.berth.scaler.scaling.DecisionOutcome.Skipped;
import org.jspecify.annotations.Nullable;

/**
 * Handles one sample: a custom metric's is stored, one of CPU and memory leads to a decision, which
 * also uses the stored custom metrics. Time is that of the samples.
 */
public final class Scaler {

  private final ScalingDecider decider = new ScalingDecider();

  /**
   * The result of a sample.
   *
   * @param state to store; the same object where nothing changed
   * @param decision null where none was due
   */
  public record SampleResult(ScalingState state, @Nullable ScalingDecision decision) {}

  /** Whether a policy applies to that cluster. */
  public static boolean appliesTo(ScalingPolicy policy, String cluster) {
    return policy.clusters().isEmpty() || policy.clusters().contains(cluster);
  }

  public SampleResult handle(MetricSample sample, ScalingPolicy policy, ScalingState state) {
    return switch (sample) {
      case CustomSample custom ->
          new SampleResult(usesMetric(policy, custom.metric()) ? state.with(custom) : state, null);
      case ResourceSample resource ->
          switch (decider.decide(policy, state, resource, resource.sampledAt())) {
            case Decided(ScalingDecision decision, ScalingState next) ->
                new SampleResult(next, decision);
            case Skipped _ -> new SampleResult(state, null);
          };
    };
  }

  static boolean usesMetric(ScalingPolicy policy, String metric) {
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
