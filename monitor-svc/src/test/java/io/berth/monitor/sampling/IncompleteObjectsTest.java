/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.monitor.kubernetes.TestNodes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects without mandatory fields are skipped without affecting others. */
class IncompleteObjectsTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  @Test
  void incompleteNodesAndPods_areIgnored() {
    Node bare = new NodeBuilder().withNewMetadata().withName("bare").endMetadata().build();
    Pod withoutSpec =
        new PodBuilder()
            .withNewMetadata()
            .withName("a")
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .withLastTransitionTime("yesterday")
            .endCondition()
            .endStatus()
            .build();
    Pod withoutStatus =
        new PodBuilder()
            .withNewMetadata()
            .withName("b")
            .endMetadata()
            .withNewSpec()
            .withNodeName("node-1")
            .endSpec()
            .build();

    MetricsCoverage coverage =
        new CoverageCalculator(List.of(MetricsSource.KUBELET), Duration.ofSeconds(40))
            .calculate(
                List.of(bare, TestNodes.ready("node-1", 10250)),
                List.of(withoutSpec, withoutStatus),
                Map.of(
                    "node-1", NodeScrape.NONE.answered(MetricsSource.KUBELET, "", NOW, Map.of())),
                MetricsApiScrape.NONE,
                NOW);

    assertThat(coverage.notReady()).isEqualTo(1);
    assertThat(coverage.gaps()).isEmpty();
  }
}
