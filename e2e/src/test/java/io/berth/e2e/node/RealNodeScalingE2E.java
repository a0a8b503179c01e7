/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topics;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.Remove;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Verdict;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.simulator.node.RealNode;
import io.berth.teststack.TestStack;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * From the figures of a real kubelet, whose certificate is the one that it made for itself, to more
 * replicas: three services as they are packed, a real broker, a real API server and node.
 */
class RealNodeScalingE2E {

  private static final String NAMESPACE = "berth-" + UUID.randomUUID().toString().substring(0, 8);
  private static final String DEFAULT = "kubelet,metrics.k8s.io";

  @TempDir private static Path folder;
  private static final String PREFIX = TestStack.shared().freshTopicPrefix();
  private static RealNode node;
  private static KubernetesClient cluster;
  private static ServiceProcess deploy;
  private static ServiceProcess scaler;
  private static TopicClient topics;

  @BeforeAll
  static void startWhatDoesNotMeasure() {
    node = RealNode.open();
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(node.kubeconfig().toFile()))
            .withRequestTimeout(120_000) // a busy machine makes a real server slow
            .build();
    cluster =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
    deploy =
        ServiceProcess.ready(
            "deploy-svc",
            "deploy",
            environment(Map.of("BERTH_REGISTRY_ENDPOINTS", node.endpoints())));
    scaler = ServiceProcess.ready("scaler-svc", "scaler", environment(Map.of()));
    topics = new TopicClient(PREFIX);
    succeeded(topics.publish(EnsureNamespace.class, Documents.namespace(NAMESPACE)));
    deployed("idle", "1");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.namespaces().withName(NAMESPACE).delete();
    }
    for (AutoCloseable each : new AutoCloseable[] {topics, scaler, deploy, cluster, node}) {
      close(each);
    }
  }

  private static void close(AutoCloseable each) {
    try {
      if (each != null) {
        each.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void kubeletThatIsNotTrusted_isToldEverywhere_andOnceItIs_loadBecomesReplicas() throws Exception {
    deployed("cart", "1-busy");
    topics.publish(ScalingPolicy.class, Documents.policy(NAMESPACE, "cart"));
    Instant refused = Instant.now();
    try (ServiceProcess monitor = monitor("refused", DEFAULT, Map.of())) {
      String words =
          "kubelet of %s: certificate not signed by a known authority (issuer CN=%s-ca@"
              .formatted(nodeName(), nodeName());
      soon().until(() -> status(monitor).equals("DEGRADED"));
      JsonNode details = monitor.health("metrics").path("details");
      assertThat(details.path("problem").asString())
          .startsWith("1 of 1 nodes gives no figures of CPU and memory: " + words)
          .endsWith("; metrics.k8s.io: not installed in this cluster");
      assertThat(details.path("hint").asString())
          .contains("BERTH_KUBELET_CERTIFICATE_AUTHORITY", "BERTH_METRICS_SOURCES");
      assertThat(monitor.status("/actuator/health")).isEqualTo(200);
      assertThat(monitor.status("/actuator/health/liveness")).isEqualTo(200);
      assertThat(monitor.status("/actuator/health/readiness")).isEqualTo(200);

      soon()
          .untilAsserted(
              () ->
                  assertThat(decisions("cart"))
                      .filteredOn(decision -> decision.reason() == Reason.HOLD_METRICS_MISSING)
                      .anySatisfy(
                          held -> assertThat(held.explanation()).contains(words.substring(12))));
      soon().until(() -> alerts(refused).contains(State.FIRING));
      soon()
          .untilAsserted(
              () ->
                  assertThat(monitor.said("certificate not signed by a known authority"))
                      .as("lines of the log: one for the change, and one for its alert")
                      .satisfiesExactly(
                          change -> assertThat(change).contains("MetricsCoverageReporter"),
                          alert -> assertThat(alert).contains("MetricsSourceDown", "to FIRING")));
      assertThat(live("cart").getSpec().getReplicas()).isEqualTo(1);
    }
    Instant trusted = Instant.now();
    Path authority = KubeletAuthority.write(cluster, folder.resolve("kubelets.pem"));
    try (ServiceProcess monitor =
        monitor(
            "trusted",
            DEFAULT,
            Map.of("BERTH_KUBELET_CERTIFICATE_AUTHORITY", authority.toString()))) {
      soon().until(() -> live("cart").getSpec().getReplicas() == 2);
      assertThat(live("cart").getMetadata().getManagedFields())
          .extracting(ManagedFieldsEntry::getManager)
          .contains("berth-scaler");
      assertThat(decisions("cart"))
          .filteredOn(decision -> decision.desiredReplicas() == 2)
          .first()
          .satisfies(decision -> assertThat(decision.explanation()).contains("of the limit"));
      soon().until(() -> alerts(trusted).contains(State.RESOLVED));
      assertThat(status(monitor)).isEqualTo("UP");
    } finally {
      succeeded(topics.publish(Remove.class, Documents.remove(NAMESPACE, "cart")));
    }
  }

  @ParameterizedTest
  @CsvSource({"apiserver-proxy, false", "kubelet, true"})
  void otherWays_giveTheFiguresOfTheSameKubelet(String source, boolean insecure) {
    Map<String, String> way = Map.of("BERTH_KUBELET_INSECURE_TLS", String.valueOf(insecure));
    try (ServiceProcess monitor = monitor(source + "-" + insecure, source, way)) {
      measured(Instant.now());
      assertThat(status(monitor)).isEqualTo("UP");
    }
  }

  @Test
  void serviceAccountWithTheChartsRights_readsThroughTheProxy_onlyWhereTheChartGivesThatRight()
      throws Exception {
    try (ClusterUser user = new ClusterUser(cluster, NAMESPACE)) {
      Map<String, String> way =
          Map.of(
              "KUBECONFIG",
              user.kubeconfig(folder).toString(),
              "BERTH_KUBELET_INSECURE_TLS",
              "true");
      try (ServiceProcess monitor = monitor("account", "kubelet,apiserver-proxy", way)) {
        soon().until(() -> status(monitor).equals("DEGRADED"));
        assertThat(monitor.health("metrics").path("details").path("problem").asString())
            .contains(
                "kubelet of " + nodeName() + ": 401 Unauthorized; apiserver-proxy: 403 Forbidden",
                "cannot get resource \"nodes/proxy\"");

        user.give(List.of("apiserver-proxy"));
        measured(Instant.now());
        soon().until(() -> status(monitor).equals("UP"));
      }
    }
  }

  /** A sample of the application that idles, with CPU and memory of its pod. */
  private static void measured(Instant since) {
    soon()
        .untilAsserted(
            () ->
                assertThat(topics.read(Topics.METRICS, ResourceSample.class))
                    .filteredOn(sample -> sample.sampledAt().isAfter(since))
                    .filteredOn(sample -> sample.app().name().equals("idle"))
                    .anySatisfy(
                        sample -> {
                          assertThat(sample.failures()).isEmpty();
                          assertThat(sample.pods().getFirst().containers().getFirst())
                              .satisfies(
                                  container -> {
                                    assertThat(container.cpuMillis()).isNotNull();
                                    assertThat(container.memoryBytes()).isPositive();
                                  });
                        }));
  }

  private static String status(ServiceProcess monitor) {
    return monitor.health("metrics").path("status").asString("");
  }

  private static ServiceProcess monitor(String called, String sources, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("BERTH_METRICS_SOURCES", sources);
    all.put("BERTH_SAMPLE_PERIOD", "PT5S");
    all.put("BERTH_ALERT_TIME_SCALE", "0.02");
    return ServiceProcess.ready("monitor-svc", "monitor-" + called, environment(all));
  }

  private static Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    all.put("BERTH_KAFKA", TestStack.shared().bootstrapServers());
    all.put("BERTH_TOPIC_PREFIX", PREFIX);
    all.put("BERTH_TOPIC_PARTITIONS", "2");
    all.put("BERTH_CLUSTER", "dc-a");
    all.put("BERTH_CLUSTERS", "dc-a");
    all.put("KUBECONFIG", node.kubeconfig().toString());
    all.putAll(more);
    return all;
  }

  private static void deployed(String app, String tag) {
    succeeded(topics.publish(Deploy.class, Documents.deploy(NAMESPACE, app, node.image(tag))));
  }

  private static void succeeded(String command) {
    soon()
        .until(
            () ->
                topics.read(Topics.OPERATIONS, Concluded.class).stream()
                    .anyMatch(verdict -> verdict.ref().commandId().equals(command)));
    assertThat(topics.read(Topics.OPERATIONS, Concluded.class))
        .filteredOn(verdict -> verdict.ref().commandId().equals(command))
        .allSatisfy(verdict -> assertThat(verdict.verdict()).isEqualTo(Verdict.SUCCEEDED));
  }

  private static List<ScalingDecision> decisions(String app) {
    return topics.read(Topics.SCALING_DECISIONS, ScalingDecision.class).stream()
        .filter(decision -> decision.app().name().equals(app))
        .toList();
  }

  /** States of the alert since a point in time: other tests' monitors write to the same topic. */
  private static List<State> alerts(Instant since) {
    return topics.read(Topics.ALERT_HISTORY, AlertTransition.class).stream()
        .filter(alert -> alert.evaluatedAt().isAfter(since))
        .filter(alert -> alert.alertName().equals("MetricsSourceDown"))
        .map(AlertTransition::to)
        .toList();
  }

  private static Deployment live(String app) {
    return cluster.apps().deployments().inNamespace(NAMESPACE).withName(app).get();
  }

  private static String nodeName() {
    return KubeletAuthority.realNodes(cluster).getFirst().getMetadata().getName();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofSeconds(1));
  }
}
