/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.metrics.ResourceSample.SourceFailure;
import io.berth.monitor.sampling.MetricsCoverage;
import io.berth.monitor.sampling.MetricsCoverage.CoverageGap;
import io.berth.monitor.sampling.MetricsCoverage.FailedSource;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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

  /** As the HorizontalPodAutoscaler counts: what runs as long as the pod. */
  @Test
  void sample_hasTheApplicationAndItsSidecars_nativeOnesToo_notTheInitContainers() {
    Pod pod =
        new PodBuilder(pod("node-1"))
            .editSpec()
            .withContainers(container("cart", "200m"), container("exporter", "50m"))
            .withInitContainers(
                container("migrate", "900m"),
                container("mesh", "100m").edit().withRestartPolicy("Always").build())
            .endSpec()
            .build();
    Map<ContainerRef, UsageSample> usages = new HashMap<>();
    Map.of("cart", 120L, "exporter", 10L, "mesh", 70L, "migrate", 900L)
        .forEach(
            (name, millis) ->
                usages.put(
                    new ContainerRef("shop", "cart-on-node-1", name),
                    new UsageSample(millis, 1L, NOW, Duration.ofSeconds(15), UsageSample.KUBELET)));

    ResourceSample sample =
        new ResourceSampleFactory("dc-a", Duration.ofSeconds(40))
            .sample(CART, List.of(pod), usages, COVERAGE::failuresOf, NOW);

    assertThat(sample.pods().getFirst().containers())
        .extracting(
            ContainerSample::name, ContainerSample::cpuMillis, ContainerSample::cpuRequestMillis)
        .containsExactly(
            tuple("cart", 120L, 200L), tuple("exporter", 10L, 50L), tuple("mesh", 70L, 100L));
  }

  private static Container container(String name, String cpu) {
    return new ContainerBuilder()
        .withName(name)
        .withNewResources()
        .addToRequests("cpu", new Quantity(cpu))
        .endResources()
        .build();
  }
}
