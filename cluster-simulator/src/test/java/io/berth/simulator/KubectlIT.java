/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real kubectl does on a simulated cluster; skipped where none is installed. */
@Tag("fault-C1")
class KubectlIT {

  private static final String MANIFEST =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %s}
      spec:
        replicas: %d
        selector: {matchLabels: {app: %s}}
        template:
          metadata: {labels: {app: %s}}
          spec:
            containers: [{name: web, image: "registry.example/web:1.0"}]
      """;

  @TempDir private static Path folder;
  private static SimulatedCluster cluster;

  @BeforeAll
  static void start() {
    assumeThat(isInstalled()).as("kubectl is not installed on this machine").isTrue();
    cluster = SimulatedCluster.start("kubectl");
    cluster.writeKubeconfig(folder.resolve("kubeconfig"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void applyWithValidation_rollsOut_andGetPrintsTheColumnsOfEachKind() throws Exception {
    assertThat(kubectl("apply", "-f", manifest("shown", 2)))
        .contains("deployment.apps/shown created");
    assertThat(kubectl("rollout", "status", "deployment/shown", "--timeout=60s"))
        .contains("successfully rolled out");

    assertThat(kubectl("get", "pods", "-l", "app=shown"))
        .containsPattern("NAME +READY +STATUS +RESTARTS +AGE")
        .containsPattern("shown-\\S+ +1/1 +Running +0 ");
    assertThat(kubectl("get", "deployment", "shown", "-o", "wide"))
        .containsPattern("NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR")
        .containsPattern("shown +2/2 +2 +2 ");
    assertThat(kubectl("get", "nodes")).containsPattern("simulated-kubectl-1 +Ready +<none> ");
  }

  @Test
  void getAll_showsPodsDeploymentsAndReplicaSets() throws Exception {
    kubectl("apply", "-f", manifest("listed", 1));
    kubectl("wait", "--for=condition=Available", "deployment/listed", "--timeout=60s");

    assertThat(kubectl("get", "all"))
        .contains("pod/listed-", "deployment.apps/listed", "replicaset.apps/listed-");
    assertThat(kubectl("get", "po", "-l", "app=listed"))
        .doesNotContain("Warning")
        .contains("listed-");
  }

  @Test
  void diffScaleImageUndoAndDelete_workAsOnAServer() throws Exception {
    kubectl("apply", "-f", manifest("changed", 1));

    assertThat(kubectl("diff", "-f", manifest("changed", 3)))
        .contains("-  replicas: 1", "+  replicas: 3");
    assertThat(kubectl("scale", "deployment/changed", "--replicas=2")).contains("scaled");
    kubectl("set", "image", "deployment/changed", "web=registry.example/web:2.0");
    kubectl("rollout", "status", "deployment/changed", "--timeout=60s");
    assertThat(kubectl("rollout", "undo", "deployment/changed")).contains("rolled back");
    kubectl("rollout", "status", "deployment/changed", "--timeout=60s");
    assertThat(kubectl("get", "deployment", "changed", "-o", "wide"))
        .contains("registry.example/web:1.0");
    assertThat(kubectl("delete", "deployment", "changed")).contains("deleted");
  }

  @Test
  void describeLogsExecAndTop_tellOfThePods() throws Exception {
    kubectl("apply", "-f", manifest("watched", 1));
    kubectl("rollout", "status", "deployment/watched", "--timeout=60s");

    assertThat(kubectl("describe", "deployment", "watched"))
        .contains("1 desired", "NewReplicaSet:");
    assertThat(kubectl("logs", "deployment/watched")).contains("Started");
    assertThat(kubectl("exec", "deployment/watched", "--", "hostname")).contains("watched-");
    assertThat(kubectl("top", "nodes")).contains("simulated-kubectl-1");
  }

  @Test
  void accessReviewsDiscoveryAndExplain_areAnswered() throws Exception {
    assertThat(kubectl("auth", "can-i", "create", "pods")).contains("yes");
    assertThat(kubectl("auth", "can-i", "--list")).contains("*.*");
    assertThat(kubectl("auth", "whoami")).contains("simulated-admin");
    assertThat(kubectl("api-resources")).contains("deployments", "deploy", "poddisruptionbudgets");
    assertThat(kubectl("explain", "deployment")).contains("KIND:       Deployment", "spec");
  }

  @Test
  void whatASimulatedClusterCannotDo_isRefusedInWords() throws Exception {
    assertThat(kubectl("create", "namespace", "other")).contains("reads JSON", "--dry-run=client");
    kubectl("apply", "-f", manifest("closed", 1));
    kubectl("rollout", "status", "deployment/closed", "--timeout=60s");
    assertThat(kubectl("port-forward", "deployment/closed", "0:8080")).contains("open no ports");
  }

  private static String manifest(String name, int replicas) throws IOException {
    Path file = Files.createTempFile(folder, name, ".yaml");
    return Files.writeString(file, MANIFEST.formatted(name, replicas, name, name)).toString();
  }

  /** What it prints, on both streams. */
  private static String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "kubectl",
                "--kubeconfig=" + folder.resolve("kubeconfig"),
                "--cache-dir=" + folder.resolve("cache")));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }

  private static boolean isInstalled() {
    try {
      return new ProcessBuilder("kubectl", "version", "--client").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
