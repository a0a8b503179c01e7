/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodUsageTest {

  private static final Instant NOW = TestPods.NOW;

  @Test
  void utilizationOfAPodWithASidecar_isTheUsageOfBoth_ofTheRequestsOfBoth() {
    List<PodSample> pods = List.of(pod(container("cart", 120L, 200L), container("mesh", 70L, 50L)));
    Map<String, Long> usage = PodUsage.usage(pods, Resource.CPU, NOW, Duration.ofMinutes(1));
    Map<String, Long> requests = PodUsage.bases(pods, Resource.CPU, Basis.REQUEST);

    assertThat(usage).containsExactly(Map.entry("cart-1", 190L));
    assertThat(requests).containsExactly(Map.entry("cart-1", 250L));
    assertThat(new MetricTargetCalculator.UtilizationTarget(requests, 50).measure(usage))
        .hasValueSatisfying(measured -> assertThat(measured.value()).isEqualTo(76));
  }

  @Test
  void sidecarWithoutASample_leavesItsPodWithout_andOneWithoutARequestIsNamed() {
    PodSample unmeasured = pod(container("cart", 120L, 200L), container("mesh", null, 50L));
    PodSample unbounded = pod(container("cart", 120L, 200L), container("mesh", 70L, null));

    assertThat(PodUsage.usage(List.of(unmeasured), Resource.CPU, NOW, Duration.ofMinutes(1)))
        .isEmpty();
    assertThat(PodUsage.bases(List.of(unbounded), Resource.CPU, Basis.REQUEST)).isEmpty();
    assertThat(PodUsage.missingBase(List.of(unbounded), Resource.CPU, Basis.REQUEST))
        .contains("container mesh of pod cart-1");
  }

  private static PodSample pod(ContainerSample... containers) {
    return new PodSample(
        "cart-1", "uid-1", "n1", "Running", false, NOW, true, NOW, NOW, List.of(containers));
  }

  private static ContainerSample container(String name, Long cpuMillis, Long requestMillis) {
    return new ContainerSample(name, cpuMillis, 1L, requestMillis, null, null, null);
  }
}
