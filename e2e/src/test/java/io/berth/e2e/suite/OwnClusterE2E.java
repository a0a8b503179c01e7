/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.e2e.node.KubeletAuthority;
import io.berth.simulator.node.RealNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * {@code berth up --cluster}: the suite in front of a cluster that somebody has, with a real API
 * server and node. Only what that cluster needs is started.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = WithSuite.RUNNING, mode = ResourceAccessMode.READ)
class OwnClusterE2E {

  private static final int PORT_OFFSET = 5_000;
  private static final String PARTS =
      "kafka,elasticsearch,deploy-svc-dc-a,scaler-svc,monitor-svc-dc-a,log-pipeline-svc,gateway";
  private static final String NAMESPACE = "berth-" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir private Path files;

  @Test
  void applicationsOfSomebodysCluster_areDeployed_diagnosed_scaled_andTheirLogsAndAlertsFound()
      throws Exception {
    try (RealNode node = RealNode.open();
        KubernetesClient cluster = client(node)) {
      BerthProgram berth = berth(node, cluster);
      berth.down();
      var up = berth.up("--parts", PARTS, "--cluster", "dc-a=" + node.kubeconfig());
      try {
        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.output())
            .contains(
                "dc-a is your cluster " + cluster.getMasterUrl().toString().replaceAll("/$", ""))
            .contains("Kubernetes v1.20", "Berth is ready");
        berth.api().ensureNamespace(NAMESPACE, "dc-a");

        deploysWhatWorks(berth, node);
        diagnosesWhatDoesNot(berth, node);
        findsTheLog(berth, cluster);
        scalesByLoad(berth, cluster);
        alertsOnTheCrashes(berth);
      } finally {
        cluster.namespaces().withName(NAMESPACE).delete();
        assertThat(berth.down().output())
            .contains("keeps what was deployed to it: kubectl --kubeconfig " + node.kubeconfig());
      }
    }
  }

  private void deploysWhatWorks(BerthProgram berth, RealNode node) {
    var cart = berth.deploy(manifest("cart", node.image("1-busy")));

    assertThat(cart.exitCode()).as(cart.output()).isZero();
    assertThat(cart.output()).contains("SUCCEEDED");
  }

  private void diagnosesWhatDoesNot(BerthProgram berth, RealNode node) {
    var broken = berth.deploy(manifest("broken", node.image("1-crash")));

    assertThat(broken.exitCode()).as(broken.output()).isNotZero();
    assertThat(broken.output())
        .contains("FAILED", "ends by itself soon after it starts", "IllegalStateException");
  }

  /** The node has no agent, so the test sends the file that the kubelet keeps. */
  private static void findsTheLog(BerthProgram berth, KubernetesClient cluster) throws IOException {
    Pod pod = pods(cluster, "cart").getFirst();
    assertThat(NodeLogAgent.send(pod, berth.forward())).isPositive();

    soon("the log of the pod")
        .untilAsserted(
            () ->
                assertThat(berth.run("logs", NAMESPACE + "/cart", "--query", "Started").output())
                    .contains("Started web"));
  }

  private void scalesByLoad(BerthProgram berth, KubernetesClient cluster) {
    var policy = berth.run("policy", "set", "-f", policy().toString());
    assertThat(policy.exitCode()).as(policy.output()).isZero();

    soon("a second replica")
        .until(
            () ->
                cluster
                        .apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName("cart")
                        .get()
                        .getSpec()
                        .getReplicas()
                    == 2);
    soon("a second pod").until(() -> pods(cluster, "cart").size() == 2);
  }

  private static void alertsOnTheCrashes(BerthProgram berth) {
    soon("an alert")
        .untilAsserted(
            () ->
                assertThat(berth.api().alertsThatFired(NAMESPACE, "broken"))
                    .anySatisfy(
                        alert ->
                            assertThat(alert.path("labels").path("alertname").asString())
                                .isEqualTo("PodCrashLooping")));
  }

  private BerthProgram berth(RealNode node, KubernetesClient cluster) throws Exception {
    Path authority = KubeletAuthority.write(cluster, files.resolve("kubelets.pem"));
    return new BerthProgram(
        Path.of("target", "own-cluster").toAbsolutePath(),
        PORT_OFFSET,
        List.of(),
        Map.of(
            "BERTH_REGISTRY_ENDPOINTS",
            node.endpoints(),
            "BERTH_KUBELET_CERTIFICATE_AUTHORITY",
            authority.toString()));
  }

  private static KubernetesClient client(RealNode node) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.fromKubeconfig(node.kubeconfig().toFile()))
                .withRequestTimeout(120_000) // a busy machine makes a real server slow
                .build())
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  private static List<Pod> pods(KubernetesClient cluster, String app) {
    return cluster
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", app)
        .list()
        .getItems();
  }

  /** Its probes answer also while it takes all of the CPU that it may use. */
  private Path manifest(String app, String image) {
    return write(
        app,
        """
        app: {namespace: %s, name: %s}
        meta: {clusters: [dc-a], deadline: 8m}
        spec:
          tier: BACKOFFICE
          image: %s
          replicas: 1
          ports: [{name: http, port: 8080}]
          limits: {cpu: 100m, memory: 32Mi}
          probes:
            liveness: {check: {type: TCP, port: 8080}, timeout: 20s, failureThreshold: 20}
            readiness: {check: {type: TCP, port: 8080}, period: 2s, timeout: 20s, failureThreshold: 20}
        """
            .formatted(NAMESPACE, app, image));
  }

  private Path policy() {
    return write(
        "policy",
        """
        app: {namespace: %s, name: cart}
        minReplicas: 1
        maxReplicas: 2
        period: 5s
        metrics: [{type: UTILIZATION, resource: CPU, basis: LIMIT, percent: 50}]
        """
            .formatted(NAMESPACE));
  }

  private Path write(String name, String yaml) {
    try {
      return Files.writeString(files.resolve(name + ".yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConditionFactory soon(String what) {
    return await(what).atMost(Duration.ofMinutes(8)).pollInterval(Duration.ofSeconds(2));
  }
}
