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
import io.berth.scaler.scaling.Outcome.Decided;
import io.berth.scaler.scaling.Outcome.Skipped;
import org.jspecify.annotations.Nullable;

/**
 * Takes one sample: a custom metric's is remembered, one of CPU and memory leads to a decision,
 * with the custom metrics known by then. Time is the samples' own.
 */
public final class Scaler {

  private final ScalingDecider decider = new ScalingDecider();

  /**
   * What a sample did.
   *
   * @param state to remember; the same object where nothing changed
   * @param decision null where none was due
   */
  public record Step(ScalingState state, @Nullable ScalingDecision decision) {}

  /** Whether a policy is about the application in that cluster. */
  public static boolean holdsIn(ScalingPolicy policy, String cluster) {
    return policy.clusters().isEmpty() || policy.clusters().contains(cluster);
  }

  public Step on(MetricSample sample, ScalingPolicy policy, ScalingState state) {
    return switch (sample) {
      case CustomSample custom ->
          new Step(asksFor(policy, custom.metric()) ? state.with(custom) : state, null);
      case ResourceSample resource ->
          switch (decider.decide(policy, state, resource, resource.sampledAt())) {
            case Decided(ScalingDecision decision, ScalingState next) -> new Step(next, decision);
            case Skipped _ -> new Step(state, null);
          };
    };
  }

  static boolean asksFor(ScalingPolicy policy, String metric) {
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
