/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.metrics.ResourceSample;
import io.berth.events.metrics.ResourceSample.SourceFailure;
import io.berth.monitor.sampling.MetricsCoverage;
import io.berth.monitor.sampling.MetricsCoverage.CoverageGap;
import io.berth.monitor.sampling.MetricsCoverage.FailedSource;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceSampleFactoryTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Deployment CART =
      new DeploymentBuilder()
          .withNewMetadata()
          .withNamespace("shop")
          .withName("cart")
          .endMetadata()
          .withNewSpec()
          .withReplicas(2)
          .endSpec()
          .build();
  private static final MetricsCoverage COVERAGE =
      new MetricsCoverage(
          3,
          0,
          0,
          List.of(
              new CoverageGap(
                  List.of(
                      new FailedSource(
                          MetricsSource.KUBELET, ScrapeFailure.of(FailureKind.TIMED_OUT))),
                  List.of("node-2", "node-3"))),
          List.of(),
          null);

  private static Pod pod(String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("cart-on-" + node)
        .withUid("uid-" + node)
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .addNewContainer()
        .withName("cart")
        .endContainer()
        .endSpec()
        .build();
  }

  private static ResourceSample sample(List<Pod> pods) {
    return new ResourceSampleFactory("dc-a", Duration.ofSeconds(40))
        .sample(CART, pods, Map.of(), COVERAGE::failuresOf, NOW);
  }

  @Test
  void sample_hasTheFailuresOfItsOwnPodsNodesOnly() {
    assertThat(sample(List.of(pod("node-1"), pod("node-2"), pod(null))).failures())
        .containsExactly(new SourceFailure("kubelet", "no answer in time", List.of("node-2"), 1));
    assertThat(sample(List.of(pod("node-1"))).failures()).isEmpty();
  }
}
