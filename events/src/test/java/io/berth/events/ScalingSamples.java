/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How the shop scales. */
public final class ScalingSamples {

  public static final ScalingPolicy CART_POLICY =
      new ScalingPolicy(
          Samples.CART,
          3,
          ScalingPolicy.Mode.ACTIVE,
          List.of("dc-a"),
          3,
          12,
          List.of(
              new MetricTarget.Utilization(MetricTarget.Resource.CPU, MetricTarget.Basis.LIMIT, 60),
              new MetricTarget.AverageValue(MetricTarget.Resource.MEMORY, 209715200),
              new MetricTarget.CustomPerPod("http_requests_per_second", 50_000),
              new MetricTarget.CustomTotal("queue_length", 100_000)),
          Duration.ofSeconds(15),
          Behavior.standard(),
          "anna");

  public static final ScalingDecision CART_SCALES_OUT =
      new ScalingDecision(
          "shop/cart@2026-03-01T12:00:00Z",
          Samples.CART_IN_DC_A,
          3,
          1,
          ScalingPolicy.Mode.ACTIVE,
          Samples.NOON,
          3,
          5,
          ScalingDecision.Action.SCALE_OUT,
          ScalingDecision.Reason.SCALE_UP_LIMIT,
          "CPU is at 82 % of the limit, wanted 60 %: 5 replicas instead of 3.",
          List.of(
              new ScalingDecision.MetricReading(
                  "cpu", 60, "percent-of-limit", 82L, 1.37, 3, 1, 1, 1, 5, null),
              new ScalingDecision.MetricReading(
                  "queue_length",
                  100_000,
                  "thousandths",
                  null,
                  null,
                  0,
                  0,
                  0,
                  0,
                  null,
                  "no sample in the last minute")),
          "cpu",
          6,
          new ScalingDecision.Stabilization(
              ScalingDecision.Action.SCALE_OUT, Duration.ofSeconds(30), 6, 5),
          new ScalingDecision.RateLimit(
              new Behavior.RatePolicy(Behavior.RateType.PODS, 4, Duration.ofSeconds(15)), 2, 0, 5),
          3,
          12,
          "a3f5c9");

  private ScalingSamples() {}

  static Map<String, Event> all() {
    return Map.of(
        "berth.scaling.policy.v1", CART_POLICY,
        "berth.scaling.decision.v1", CART_SCALES_OUT);
  }
}
