/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import static io.berth.scaler.scaling.ScalingScenario.CART;
import static io.berth.scaler.scaling.ScalingScenario.CPU_60;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static io.berth.scaler.scaling.ScalingScenario.policy;
import static io.berth.scaler.scaling.ScalingScenario.previousState;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.AverageValue;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.CustomPerPod;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.scaler.hpa.ScalingState;
import io.berth.scaler.scaling.DecisionOutcome.Decided;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Implausible values count as missing, and never scale in. */
class ImplausibleMetricsTest {

  private static final MetricTarget QUEUE = new CustomTotal("queue_length", 10_000);
  private static final MetricTarget REQUESTS = new CustomPerPod("requests", 10_000);
  private static final MetricTarget MEMORY_60 = new Utilization(Resource.MEMORY, Basis.REQUEST, 60);

  @ParameterizedTest
  @ValueSource(longs = {-1, -2, -2_000, -513, Long.MIN_VALUE, Long.MIN_VALUE + 1})
  void negativeCustomValue_isMissing_andHoldsTheCount(long value) {
    CustomSample queue = custom("queue_length", value, Map.of());
    for (MetricTarget target : List.of(QUEUE, new CustomPerPod("queue_length", 10_000))) {
      ScalingDecision decision = decide(previousState().with(queue), target);
      assertThat(decision.desiredReplicas()).isEqualTo(3);
      assertThat(decision.reason()).isEqualTo(Reason.HOLD_METRICS_MISSING);
      assertThat(decision.rawDesired()).isNull();
      assertThat(decision.explanation())
          .contains("queue_length")
          .contains("less than nothing")
          .endsWith("3 pods stay");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -513, Long.MIN_VALUE})
  void negativeValuesOfPods_areMissing(long value) {
    CustomSample one =
        custom("requests", null, Map.of("cart-0", value, "cart-1", 1_000L, "cart-2", 1_000L));
    ScalingState state = previousState().with(one);
    ScalingDecision perPod = decide(state, REQUESTS);
    assertThat(perPod.metrics().getFirst().podsMissing()).isEqualTo(1);
    assertThat(perPod.metrics().getFirst().value()).isEqualTo(1_000);
    ScalingDecision total = decide(state, new CustomTotal("requests", 10_000));
    assertThat(total.reason())
        .as("a sum that lacks a part is no reason to scale in")
        .isEqualTo(Reason.HOLD_METRICS_MISSING);
    CustomSample all =
        custom("requests", null, Map.of("cart-0", value, "cart-1", value, "cart-2", value));
    assertThat(decide(previousState().with(all), REQUESTS).reason())
        .isEqualTo(Reason.HOLD_METRICS_MISSING);
  }

  @ParameterizedTest(name = "cpu {0}")
  @ValueSource(
      longs = {
        -1,
        -513,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1,
        1_000_000_001L,
        18_446_744_073_709_551L, // a counter that ran backwards, as 64 bits without a sign
        1L << 62
      })
  void implausibleValueOfAPod_isMissing(long impossible) {
    for (MetricTarget target :
        List.of(
            CPU_60,
            new Utilization(Resource.CPU, Basis.LIMIT, 60),
            new AverageValue(Resource.CPU, 600))) {
      for (Long other : new Long[] {10L, 600L, 5_000L}) {
        assertThat(decide(previousState(), target, impossible, other, other))
            .usingRecursiveComparison()
            .ignoringFields("inputHash")
            .isEqualTo(decide(previousState(), target, null, other, other));
      }
      assertThat(decide(previousState(), target, impossible, impossible, impossible).reason())
          .isEqualTo(Reason.HOLD_METRICS_MISSING);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62})
  void implausibleMemory_isMissing(long impossible) {
    ScalingDecision decision =
        decide(List.of(memory(impossible, 300), memory(10, 300), memory(10, 300)), MEMORY_60);
    assertThat(decision.metrics().getFirst().podsMissing()).isEqualTo(1);
    assertThat(
            decide(List.of(memory(impossible, 300), memory(impossible, 300)), MEMORY_60).reason())
        .isEqualTo(Reason.HOLD_METRICS_MISSING);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62})
  void implausibleRequest_isNamed_andHoldsTheCount(long impossible) {
    ScalingDecision decision =
        decide(List.of(memory(100, impossible), memory(100, 300)), MEMORY_60);
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_METRICS_MISSING);
    assertThat(decision.explanation()).contains("impossible request for memory in container cart");
  }

  @ParameterizedTest(name = "{0} and {1} for {2} each")
  @CsvSource({
    "9000000000000000000, 9000000000000000000, 1,                   7",
    "9000000000000000000, 9000000000000000000, 9000000000000000000, 3",
    "9223372036854775807, 9223372036854775807, 4611686018427387903, 6",
    "9223372036854775807, 9223372036854775807, 9223372036854775807, 3",
    "9223372036854775807, 1,                   1,                   7",
  })
  void hugeValuesOfPods_areSummedAndAveragedWithoutOverflow(
      long one, long two, long target, int replicas) {
    CustomSample huge =
        custom("requests", null, Map.of("cart-0", one, "cart-1", two, "cart-2", two));
    ScalingDecision decision =
        decide(previousState().with(huge), new CustomPerPod("requests", target));
    assertThat(decision.desiredReplicas()).isEqualTo(replicas);
    assertThat(decision.metrics().getFirst().value()).isPositive();
    ScalingDecision total = decide(previousState().with(huge), new CustomTotal("requests", 1));
    assertThat(total.desiredReplicas()).isEqualTo(7);
    assertThat(total.action()).isEqualTo(Action.SCALE_OUT);
    assertThat(total.rawDesired()).isEqualTo(Integer.MAX_VALUE);
    assertThat(total.explanation()).doesNotContain("-");
  }

  @Test
  void valuesOfManyContainers_areSummedWithoutOverflow() {
    List<ContainerSample> containers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      containers.add(new ContainerSample("c" + i, 1L, 1L << 56, 1L, 1L, 1L << 55, 1L << 56));
    }
    PodSample pod = ScalingScenario.pod(NOW, "cart-0", 1L, 1L);
    PodSample full =
        new PodSample(
            pod.name(),
            pod.uid(),
            pod.node(),
            pod.phase(),
            pod.deleting(),
            pod.startedAt(),
            pod.ready(),
            pod.readySince(),
            pod.measuredAt(),
            containers);
    ScalingDecision decision = decide(List.of(full, memory(10, 300), memory(10, 300)), MEMORY_60);
    assertThat(decision.action()).isNotEqualTo(Action.SCALE_IN);
  }

  private static PodSample memory(long used, long request) {
    String name = "cart-" + used + "-" + request + "-" + System.nanoTime();
    PodSample pod = ScalingScenario.pod(NOW, name, 1L, 1L);
    return new PodSample(
        name,
        name,
        pod.node(),
        pod.phase(),
        pod.deleting(),
        pod.startedAt(),
        pod.ready(),
        pod.readySince(),
        pod.measuredAt(),
        List.of(new ContainerSample("cart", 1L, used, 1L, 1L, request, request)));
  }

  private static CustomSample custom(
      String metric, @Nullable Long whole, Map<String, Long> perPod) {
    return new CustomSample(CART, NOW, "shop-exporter", metric, whole, perPod);
  }

  private static ScalingDecision decide(ScalingState state, MetricTarget target, Long... loads) {
    Long[] each = loads.length == 0 ? new Long[] {600L, 600L, 600L} : loads;
    List<PodSample> pods = new ArrayList<>();
    for (Long load : Arrays.asList(each)) {
      pods.add(ScalingScenario.pod(NOW, "cart-" + pods.size(), load, 1_000L));
    }
    return decide(state, pods, target);
  }

  private static ScalingDecision decide(List<PodSample> pods, MetricTarget target) {
    return decide(previousState(), pods, target);
  }

  private static ScalingDecision decide(
      ScalingState state, List<PodSample> pods, MetricTarget target) {
    Instant at = NOW;
    ResourceSample sample = ScalingScenario.sample(at, pods.size(), false, pods);
    return ((Decided)
            new ScalingDecider().decide(policy(1, 10, target), state, sample, sample.sampledAt()))
        .decision();
  }
}
