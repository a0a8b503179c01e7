/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import static io.berth.monitor.sampling.MetricsSource.API_SERVER_PROXY;
import static io.berth.monitor.sampling.MetricsSource.KUBELET;
import static io.berth.monitor.sampling.MetricsSource.METRICS_API;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.metrics.ResourceSample.SourceFailure;
import io.berth.monitor.kubernetes.TestNodes;
import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.observation.UsageSample;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class CoverageCalculatorTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final ScrapeFailure REFUSED =
      new ScrapeFailure(FailureKind.UNKNOWN_AUTHORITY, "issuer CN=node-1-ca");
  private static final MetricsApiScrape NOT_INSTALLED =
      new MetricsApiScrape(true, Map.of(), ScrapeFailure.of(FailureKind.NOT_INSTALLED));

  private final List<Node> nodes = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final Map<String, NodeScrape> scrapes = new HashMap<>();
  private MetricsApiScrape metricsApi = MetricsApiScrape.NONE;

  private MetricsCoverage coverage(MetricsSource... sources) {
    return new CoverageCalculator(List.of(sources), Duration.ofSeconds(40))
        .calculate(nodes, pods, scrapes, metricsApi, NOW);
  }

  private MetricsCoverage coverage() {
    return coverage(KUBELET, METRICS_API);
  }

  /** A node with one pod that has been ready for a while. */
  private void node(String name, NodeScrape scrape) {
    nodes.add(TestNodes.ready(name, 10250, "InternalIP=10.0.0.1"));
    pods.add(pod(name, NOW.minusSeconds(600)));
    scrapes.put(name, scrape);
  }

  private static Pod pod(String node, Instant readySince) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("cart-on-" + node)
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .addNewContainer()
        .withName("cart")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withLastTransitionTime(readySince.toString())
        .endCondition()
        .endStatus()
        .build();
  }

  private static ContainerRef container(String node) {
    return new ContainerRef("shop", "cart-on-" + node, "cart");
  }

  private static NodeScrape answered(MetricsSource source, String node, Instant at) {
    return answered(source, node, at, Map.of());
  }

  private static NodeScrape answered(
      MetricsSource source, String node, Instant at, Map<MetricsSource, ScrapeFailure> failed) {
    String text =
        "container_memory_working_set_bytes{container=\"cart\",namespace=\"shop\",pod=\"cart-on-%s\"} 1 %d"
            .formatted(node, at.toEpochMilli());
    return NodeScrape.NONE.answered(source, text, at, failed);
  }

  private static NodeScrape failed(ScrapeFailure failure) {
    return NodeScrape.NONE.failed(Map.of(KUBELET, failure));
  }

  private static MetricsApiScrape api(String... nodesWithSamples) {
    UsageSample usage = new UsageSample(1L, 1L, NOW, Duration.ZERO, UsageSample.METRICS_API);
    Map<ContainerRef, UsageSample> usages = new HashMap<>();
    List.of(nodesWithSamples).forEach(node -> usages.put(container(node), usage));
    return new MetricsApiScrape(true, usages, null);
  }

  @Test
  void allKubeletsAnswer_coverageIsComplete() {
    node("node-1", answered(KUBELET, "node-1", NOW));
    MetricsCoverage coverage = coverage();

    assertThat(coverage.incomplete()).isFalse();
    assertThat(coverage.description()).isEqualTo("all of 1 nodes give figures");
    assertThat(coverage.remedy()).isEmpty();
    assertThat(coverage.failuresOf(List.of("node-1"))).isEmpty();
  }

  @Test
  void rejectedKubeletWithoutMetricsApi_isDescribedWithBothReasons() {
    node("node-1", failed(REFUSED));
    metricsApi = NOT_INSTALLED;

    MetricsCoverage coverage = coverage();
    assertThat(coverage.failing()).isEqualTo(1);
    assertThat(coverage.incomplete()).isTrue();
    assertThat(coverage.description())
        .isEqualTo(
            "1 of 1 nodes gives no figures of CPU and memory: kubelet of node-1: certificate not"
                + " signed by a known authority (issuer CN=node-1-ca); metrics.k8s.io: not installed"
                + " in this cluster");
    assertThat(coverage.remedy())
        .contains(
            "BERTH_KUBELET_CERTIFICATE_AUTHORITY",
            "BERTH_METRICS_SOURCES=apiserver-proxy",
            "BERTH_KUBELET_INSECURE_TLS=true");
    assertThat(coverage.failuresOf(List.of("node-1", "node-2")))
        .containsExactly(
            new SourceFailure(
                "kubelet",
                "certificate not signed by a known authority (issuer CN=node-1-ca);"
                    + " metrics.k8s.io: not installed in this cluster",
                List.of("node-1"),
                1));
    assertThat(coverage.failuresOf(List.of("node-2"))).isEmpty();
  }

  @Test
  void nodeCoveredByTheMetricsApi_isComplete_withItsKubeletBypassed() {
    node("node-1", failed(REFUSED));
    metricsApi = api("node-1");

    MetricsCoverage coverage = coverage();
    assertThat(coverage.gaps()).isEmpty();
    assertThat(coverage.bypassed()).hasSize(1);
    assertThat(coverage.description())
        .startsWith("all of 1 nodes give figures; not by their first source: kubelet of node-1:");
  }

  @Test
  void nodeMissingInTheMetricsApiToo_isAGapOfItsKubelet() {
    node("node-1", failed(REFUSED));
    node("node-2", failed(REFUSED));
    metricsApi = api("node-2");

    assertThat(coverage().description())
        .startsWith("1 of 2 nodes gives no figures of CPU and memory: kubelet of node-1:");
  }

  @Test
  void metricsApiNotConfigured_isIgnored() {
    node("node-1", failed(REFUSED));
    metricsApi = api("node-1");

    assertThat(coverage(KUBELET).failing()).isEqualTo(1);
  }

  @Test
  void proxyAnsweringAfterTheKubeletFailed_completesCoverage() {
    node("node-1", answered(API_SERVER_PROXY, "node-1", NOW, Map.of(KUBELET, REFUSED)));

    MetricsCoverage coverage = coverage(KUBELET, API_SERVER_PROXY);
    assertThat(coverage.gaps()).isEmpty();
    assertThat(coverage.bypassed()).hasSize(1);
  }

  @Test
  void failuresOfANode_areListedInScrapeOrder() {
    SequencedMap<MetricsSource, ScrapeFailure> failures = new LinkedHashMap<>();
    failures.put(KUBELET, ScrapeFailure.of(FailureKind.UNAUTHORIZED));
    failures.put(API_SERVER_PROXY, new ScrapeFailure(FailureKind.FORBIDDEN, "no nodes/proxy"));
    node("node-1", NodeScrape.NONE.failed(failures));

    MetricsCoverage coverage = coverage(KUBELET, API_SERVER_PROXY);
    assertThat(coverage.description())
        .endsWith(
            "kubelet of node-1: 401 Unauthorized; apiserver-proxy: 403 Forbidden (no nodes/proxy)");
    assertThat(coverage.remedy()).contains("authentication.webhook", "'nodes/proxy'");
    assertThat(coverage.failuresOf(List.of("node-1")).getFirst().reason())
        .isEqualTo("401 Unauthorized; apiserver-proxy: 403 Forbidden (no nodes/proxy)");
  }

  @Test
  void hundredNodesWithTheSameFailure_areOneGap_namingTheFirst() {
    for (int i = 0; i < 100; i++) {
      String name = "node-%02d".formatted(i);
      var failure = new ScrapeFailure(FailureKind.UNKNOWN_AUTHORITY, "issuer CN=" + name + "-ca");
      node(name, failed(failure));
    }

    MetricsCoverage coverage = coverage();
    assertThat(coverage.gaps()).hasSize(1);
    assertThat(coverage.description())
        .isEqualTo(
            "100 of 100 nodes give no figures of CPU and memory: kubelets of node-00, node-01,"
                + " node-02 and 97 more: certificate not signed by a known authority (issuer"
                + " CN=node-00-ca)");
    SourceFailure told =
        coverage.failuresOf(nodes.stream().map(n -> n.getMetadata().getName()).toList()).getFirst();
    assertThat(told.nodes()).hasSize(5);
    assertThat(told.nodeCount()).isEqualTo(100);
  }

  @Test
  void reasons_areListedByFrequency() {
    node("node-1", answered(KUBELET, "node-1", NOW));
    node("node-2", failed(ScrapeFailure.of(FailureKind.TIMED_OUT)));
    node("node-3", failed(REFUSED));
    node("node-4", failed(REFUSED));

    assertThat(coverage(KUBELET).description())
        .isEqualTo(
            "3 of 4 nodes give no figures of CPU and memory: kubelets of node-3, node-4:"
                + " certificate not signed by a known authority (issuer CN=node-1-ca); kubelet of"
                + " node-2: no answer in time");
    assertThat(coverage(KUBELET).counts()).isEqualTo("1 of 4 nodes gives figures");
  }

  @Test
  void notReadyNodeAndEmptyCluster_areNotGaps() {
    assertThat(coverage().incomplete()).isFalse();
    assertThat(coverage().description()).isEqualTo("the cluster has no nodes");

    nodes.add(TestNodes.of("node-1", "Unknown", 10250, "InternalIP=10.0.0.1"));
    scrapes.put("node-1", failed(ScrapeFailure.of(FailureKind.REFUSED)));
    assertThat(coverage().gaps()).isEmpty();
    assertThat(coverage().description()).isEqualTo("none of 1 nodes is ready");
    assertThat(coverage().incomplete()).isTrue();

    node("node-2", answered(KUBELET, "node-2", NOW));
    assertThat(coverage().incomplete()).isFalse();
    assertThat(coverage().counts()).isEqualTo("1 of 1 nodes gives figures; 1 more not ready");
  }

  @Test
  void nodeWithoutCompletedScrape_isNeitherCoveredNorAGap() {
    nodes.add(TestNodes.ready("node-1", 10250, "InternalIP=10.0.0.1"));

    assertThat(coverage().waiting()).isEqualTo(1);
    assertThat(coverage().starting()).isTrue();
    assertThat(coverage().gaps()).isEmpty();
  }

  @Test
  void failedScrape_isNoGap_whileTheLastSamplesAreFresh() {
    node("node-1", answered(KUBELET, "node-1", NOW.minusSeconds(30)));
    scrapes.computeIfPresent("node-1", (_, scrape) -> scrape.failed(Map.of(KUBELET, REFUSED)));
    assertThat(coverage(KUBELET).gaps()).isEmpty();

    node("node-2", answered(KUBELET, "node-2", NOW.minusSeconds(41)));
    scrapes.computeIfPresent("node-2", (_, scrape) -> scrape.failed(Map.of(KUBELET, REFUSED)));
    assertThat(coverage(KUBELET).failing()).isEqualTo(1);
  }

  @Test
  void kubeletWithoutContainers_isAGap_onceItsPodsWereReadyLongEnough() {
    node("node-1", NodeScrape.NONE.answered(KUBELET, "scrape_error 1", NOW, Map.of()));
    assertThat(coverage(KUBELET).description())
        .endsWith("kubelet of node-1: answers without figures of any container");
    pods.set(0, pod("node-1", NOW.minusSeconds(30)));
    assertThat(coverage(KUBELET).gaps()).isEmpty();
  }

  @Test
  void metricsApiAsOnlySource_isReported() {
    node("node-1", NodeScrape.NONE);
    assertThat(coverage(METRICS_API).waiting()).isEqualTo(1);
    metricsApi = NOT_INSTALLED;
    assertThat(coverage(METRICS_API).description())
        .isEqualTo(
            "1 of 1 nodes gives no figures of CPU and memory: metrics.k8s.io: not installed in this"
                + " cluster");
    metricsApi = api();
    assertThat(coverage(METRICS_API).description())
        .endsWith("metrics.k8s.io: answers without figures of any container");
    metricsApi = api("node-1");
    assertThat(coverage(METRICS_API).incomplete()).isFalse();
  }
}
