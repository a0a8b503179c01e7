/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topics;
import io.berth.events.metrics.ResourceSample;
import io.berth.simulator.SimulatedCluster;
import io.berth.teststack.TestStack;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The service with unreachable kubelets, on a real broker. */
class MetricsSourceIT {

  private static final Map<String, String> WRONG_PORT =
      Map.of("BERTH_METRICS_SOURCES", "kubelet", "BERTH_KUBELET_PORT", "1");
  private static final String REASON = "connection refused, or no route (at 127.0.0.1:1";

  private final String prefix = TestStack.shared().freshTopicPrefix();
  private SimulatedCluster cluster;
  private KubernetesClient kubernetes;
  private FakeWebhook webhook;
  private TopicRecords topics;

  @BeforeEach
  void start() {
    cluster = SimulatedCluster.start("dc-a");
    kubernetes = TestWorkloads.client(cluster);
    webhook = new FakeWebhook();
    topics = new TopicRecords(prefix);
    kubernetes.resource(TestWorkloads.deployment("cart", "shop/cart:1", Map.of())).create();
  }

  @AfterEach
  void stop() {
    topics.close();
    webhook.close();
    kubernetes.close();
    cluster.close();
  }

  @Test
  void unreachableKubelets_areReportedInHealthSampleLogAndAlert_untilReachable() {
    try (RunningMonitor monitor =
        RunningMonitor.start(prefix, cluster, webhook.url(), WRONG_PORT)) {
      eventually().until(monitor::healthy);
      eventually().until(() -> status(monitor).equals("DEGRADED"));
      JsonNode details = monitor.health("metrics").path("details");
      assertThat(details.path("problem").asString())
          .contains("nodes give no figures of CPU and memory: kubelets of ", REASON);
      assertThat(details.path("hint").asString()).contains("whether the kubelet runs");
      assertThat(monitor.status("/actuator/health")).isEqualTo(200);
      assertThat(monitor.status("/actuator/health/liveness")).isEqualTo(200);

      eventually()
          .untilAsserted(
              () ->
                  assertThat(topics.read(Topics.METRICS, ResourceSample.class))
                      .flatExtracting(ResourceSample::failures)
                      .anySatisfy(
                          failure -> {
                            assertThat(failure.source()).isEqualTo("kubelet");
                            assertThat(failure.reason()).startsWith(REASON);
                            assertThat(failure.nodes()).isNotEmpty();
                          }));
      eventually().until(() -> !webhook.receivedOf("MetricsSourceDown").isEmpty());
      assertThat(webhook.receivedOf("MetricsSourceDown").getFirst().annotation("hint"))
          .contains("whether the kubelet runs");
      assertThat(monitor.logLines("metrics are incomplete"))
          .singleElement()
          .asString()
          .contains(REASON);
    }
    try (RunningMonitor monitor = RunningMonitor.start(prefix, cluster, webhook.url())) {
      eventually().until(monitor::healthy);
      eventually().until(() -> status(monitor).equals("UP"));
      eventually()
          .untilAsserted(
              () ->
                  assertThat(webhook.receivedOf("MetricsSourceDown"))
                      .extracting(FakeWebhook.ReceivedNotification::status)
                      .containsExactly("firing", "resolved"));
    }
  }

  @Test
  void metricsApi_replacesUnreachableKubelets_andCoverageIsComplete() {
    Map<String, String> both =
        Map.of("BERTH_METRICS_SOURCES", "kubelet,metrics.k8s.io", "BERTH_KUBELET_PORT", "1");
    try (RunningMonitor monitor = RunningMonitor.start(prefix, cluster, webhook.url(), both)) {
      eventually().until(monitor::healthy);
      eventually()
          .until(
              () ->
                  monitor
                      .health("metrics")
                      .path("details")
                      .path("bypassed")
                      .asString("")
                      .contains(REASON));
      assertThat(status(monitor)).isEqualTo("UP");
      eventually()
          .untilAsserted(
              () ->
                  assertThat(topics.read(Topics.METRICS, ResourceSample.class))
                      .anySatisfy(
                          sample -> {
                            assertThat(sample.source()).isEqualTo("metrics.k8s.io");
                            assertThat(sample.failures()).isEmpty();
                          }));
    }
  }

  private static String status(RunningMonitor monitor) {
    return monitor.health("metrics").path("status").asString("");
  }

  private static ConditionFactory eventually() {
    return await().pollInterval(Duration.ofMillis(250));
  }
}
