/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Pods on nodes: they start, fail on demand, are seen in Events, logs and figures. */
abstract class RunningPodsContract extends ClusterContract {

  private List<Pod> pods() {
    return client().pods().inNamespace(namespace).list().getItems();
  }

  private ContainerStatus status() {
    List<Pod> pods = pods();
    boolean none = pods.isEmpty() || pods.getFirst().getStatus().getContainerStatuses().isEmpty();
    return none
        ? new ContainerStatus()
        : pods.getFirst().getStatus().getContainerStatuses().getFirst();
  }

  private String waiting() {
    ContainerStatus status = status();
    return status.getState() == null || status.getState().getWaiting() == null
        ? ""
        : status.getState().getWaiting().getReason();
  }

  private List<String> messages(String reason) {
    return client().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(e -> e.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  private Deployment live() {
    return client().apps().deployments().inNamespace(namespace).withName("web").get();
  }

  private void start(int replicas, String image) {
    client().resource(deployment("web", replicas, image)).create();
  }

  @Test
  void deployment_becomesAvailable_onAllNodes() {
    start(3, "web:1");
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .waitUntilReady(20, TimeUnit.SECONDS);
    eventually(
        () ->
            "NewReplicaSetAvailable"
                .equals(WorkloadsContract.condition(live(), "Progressing").getReason()));
    assertThat(pods())
        .extracting(p -> p.getSpec().getNodeName())
        .doesNotHaveDuplicates()
        .allMatch(n -> n.startsWith("simulated-"));
    assertThat(messages("Scheduled")).hasSize(3);
    assertThat(messages("Started")).contains("Started container web");
  }

  @Test
  void rollingUpdate_neverGoesBelowTheWantedCount() {
    Deployment careful =
        new DeploymentBuilder(deployment("web", 3, "web:1"))
            .editSpec()
            .withNewStrategy()
            .withType("RollingUpdate")
            .withNewRollingUpdate()
            .withNewMaxSurge(1)
            .withNewMaxUnavailable(0)
            .endRollingUpdate()
            .endStrategy()
            .endSpec()
            .build();
    client().resource(careful).create();
    eventually(() -> Integer.valueOf(3).equals(live().getStatus().getAvailableReplicas()));
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"web:2\"}]");
    eventually(
        () -> {
          assertThat(live().getStatus().getAvailableReplicas()).isGreaterThanOrEqualTo(3);
          return Integer.valueOf(3).equals(live().getStatus().getUpdatedReplicas())
              && pods().size() == 3
              && pods().stream()
                  .allMatch(p -> p.getSpec().getContainers().getFirst().getImage().equals("web:2"));
        });
  }

  @Test
  void missingImage_waitsAndSaysWhich() {
    start(1, "shop/web:1-missing");
    eventually(() -> waiting().equals("ErrImagePull"));
    eventually(() -> waiting().equals("ImagePullBackOff"));
    assertThat(messages("Failed"))
        .anyMatch(
            m ->
                m.startsWith(
                    "Failed to pull image \"shop/web:1-missing\": rpc error: code = NotFound"));
  }

  @Test
  void crash_restartsWithBackOff_andKeepsThePreviousLog() {
    start(1, "web:1-crash");
    eventually(() -> waiting().equals("CrashLoopBackOff") && status().getRestartCount() >= 1);
    assertThat(status().getLastState().getTerminated().getExitCode()).isEqualTo(1);
    assertThat(messages("BackOff").getFirst())
        .startsWith("Back-off restarting failed container web in pod web-");
    String log = client().pods().resource(pods().getFirst()).terminated().getLog();
    assertThat(log).contains("java.lang.IllegalStateException", "\tat com.example.web.Main.main");
  }

  @Test
  void outOfMemory_isKilledWith137() {
    start(1, "web:1-oom");
    eventually(
        () -> status().getLastState() != null && status().getLastState().getTerminated() != null);
    assertThat(status().getLastState().getTerminated().getExitCode()).isEqualTo(137);
    assertThat(status().getLastState().getTerminated().getReason()).isEqualTo("OOMKilled");
  }

  @Test
  void failingReadiness_isUnhealthy_neverReady() {
    start(1, "web:1-unready");
    eventually(
        () ->
            messages("Unhealthy")
                .contains("Readiness probe failed: HTTP probe failed with statuscode: 503"));
    assertThat(status().getReady()).isFalse();
    assertThat(status().getState().getRunning()).isNotNull();
  }

  @Test
  void failingLiveness_restarts() {
    start(1, "web:1-unlive");
    eventually(() -> status().getRestartCount() != null && status().getRestartCount() >= 1);
    assertThat(messages("Killing"))
        .contains("Container web failed liveness probe, will be restarted");
  }

  @Test
  void tooLargeRequest_isUnschedulable() {
    client()
        .resource(
            new DeploymentBuilder(deployment("web", 1, "web:1"))
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToRequests("cpu", new Quantity("900"))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    eventually(
        () ->
            messages("FailedScheduling").contains("0/3 nodes are available: 3 Insufficient cpu."));
    assertThat(pods().getFirst().getStatus().getConditions().getFirst().getReason())
        .isEqualTo("Unschedulable");
  }

  @Test
  void missingConfigMap_isConfigError() {
    client()
        .resource(
            new DeploymentBuilder(deployment("web", 1, "web:1"))
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .addNewEnvFrom()
                .withNewConfigMapRef()
                .withName("settings")
                .endConfigMapRef()
                .endEnvFrom()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    eventually(() -> waiting().equals("CreateContainerConfigError"));
    assertThat(status().getState().getWaiting().getMessage())
        .isEqualTo("configmap \"settings\" not found");
    client().resource(configMap("settings", java.util.Map.of())).create();
    eventually(() -> Boolean.TRUE.equals(status().getReady()));
  }

  @Test
  void exec_answersWithOutputAndExitCode() throws Exception {
    start(1, "web:1");
    eventually(() -> Boolean.TRUE.equals(status().getReady()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ExecWatch exec =
        client()
            .pods()
            .resource(pods().getFirst())
            .writingOutput(out)
            .exec("sh", "-c", "cat /etc/hostname; exit 3")) {
      assertThat(exec.exitCode().get(10, TimeUnit.SECONDS)).isEqualTo(3);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(pods().getFirst().getMetadata().getName() + "\n");
  }

  @Test
  void log_isTailed_andFollowed() {
    start(1, "web:1");
    eventually(() -> Boolean.TRUE.equals(status().getReady()));
    var pod = client().pods().resource(pods().getFirst());
    assertThat(pod.tailingLines(2).getLog().lines()).hasSizeLessThanOrEqualTo(2);
    ByteArrayOutputStream followed = new ByteArrayOutputStream();
    try (var _ = pod.watchLog(followed)) {
      int now = followed.size();
      eventually(() -> followed.size() > now + 50);
    }
  }

  @Test
  void load_isSharedAndMeasured() {
    client()
        .resource(
            new DeploymentBuilder(deployment("web", 2, "web:1"))
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations("sim.berth.io/load", "0s=120")
                .addToAnnotations("sim.berth.io/memory", "50Mi")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    eventually(
        () -> {
          var figures = client().top().pods().metrics(namespace).getItems();
          return figures.size() == 2
              && figures.stream()
                  .allMatch(
                      f -> {
                        double cpu =
                            f.getContainers()
                                .getFirst()
                                .getUsage()
                                .get("cpu")
                                .getNumericalAmount()
                                .doubleValue();
                        return cpu > 0.055 && cpu < 0.065;
                      });
        });
    assertThat(
            client()
                .top()
                .pods()
                .metrics(namespace)
                .getItems()
                .getFirst()
                .getContainers()
                .getFirst()
                .getUsage()
                .get("memory")
                .getNumericalAmount()
                .longValue())
        .isEqualTo(50L << 20);
    assertThat(client().top().nodes().metrics().getItems()).hasSize(3);
  }
}
