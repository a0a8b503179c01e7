/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.ObjectsContract.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods that do not work, and how the node says so: what every diagnosis is made from. */
public abstract class FailingPodsContract extends PodsContract {

  @Test
  void missingImage_isNamedWhileThePodWaits() {
    start(1, "1-missing");
    eventually(() -> isWaitingFor("ErrImagePull"));
    ContainerStatus waiting = eventuallyStatus(status -> isWaitingFor("ImagePullBackOff", status));
    assertThat(waiting.getState().getWaiting().getMessage())
        .isEqualTo("Back-off pulling image \"%s\"".formatted(image("1-missing")));
    eventuallyReported("Pulling", "Pulling image \"%s\"".formatted(image("1-missing")));
    eventuallyReported("Failed", "Error: ErrImagePull");
    eventuallyReported("Failed", "Error: ImagePullBackOff");
    String failedPull =
        "Failed to pull image \"%s\": rpc error: code = ".formatted(image("1-missing"));
    eventually(
        () ->
            messages("Failed").stream()
                .anyMatch(
                    message -> message.startsWith(failedPull) && message.contains("not found")));
    assertThat(pod().getStatus().getPhase()).isEqualTo("Pending");
  }

  @Test
  void containerThatNeverRan_hasNoLog() {
    start(1, "1-missing");
    eventually(() -> isWaitingFor("ImagePullBackOff"));
    KubernetesClientException refused = refused(() -> client().pods().resource(pod()).getLog());
    assertThat(refused.getCode()).isEqualTo(400);
    assertThat(refused.getStatus().getMessage())
        .matches(
            "container \"web\" in pod \"%s\" is waiting to start: "
                    .formatted(pod().getMetadata().getName())
                + "(trying and failing to pull image|image can't be pulled)");
  }

  @Test
  void crash_restartsWithBackOff_andKeepsThePreviousLog() {
    start(1, "1-crash");
    ContainerStatus waiting =
        eventuallyStatus(
            status -> isWaitingFor("CrashLoopBackOff", status) && hasRestarted(status));
    ContainerStateTerminated end = waiting.getLastState().getTerminated();
    assertThat(end.getExitCode()).isEqualTo(1);
    assertThat(end.getReason()).isEqualTo("Error");
    assertThat(end.getStartedAt()).isNotBlank();
    assertThat(end.getFinishedAt()).isNotBlank();
    assertThat(waiting.getState().getWaiting().getMessage())
        .matches(
            "back-off \\S+ restarting failed container=web pod=%s_%s\\(%s\\)"
                .formatted(pod().getMetadata().getName(), namespace, pod().getMetadata().getUid()));
    eventually(() -> !events("BackOff").isEmpty());
    assertThat(messages("BackOff").getFirst()).startsWith("Back-off restarting failed container");
    // The status may name a container that its node has just cleared away for the one after it.
    eventually(
        () ->
            previousLog("web").contains("java.lang.IllegalStateException")
                && previousLog("web").contains("\tat com.example.web.Main.main"));
  }

  @Test
  void outOfMemory_isKilledWith137() {
    start(1, "1-oom");
    // A runtime that is late to read the kernel's notice calls a run's end "Error"; the next run
    // ends alike.
    ContainerStatus killed =
        eventuallyStatus(
            status ->
                status.getLastState() != null
                    && status.getLastState().getTerminated() != null
                    && "OOMKilled".equals(status.getLastState().getTerminated().getReason()));
    assertThat(killed.getLastState().getTerminated().getExitCode()).isEqualTo(137);
  }

  @Test
  void failingReadiness_isUnhealthy_neverReady() {
    start(1, "1-unready");
    eventuallyReported(
        "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
    ContainerStatus running =
        eventuallyStatus(
            status -> status.getState() != null && status.getState().getRunning() != null);
    assertThat(running.getReady()).isFalse();
    assertThat(condition(pod(), "Ready"))
        .satisfies(
            ready -> {
              assertThat(ready.getStatus()).isEqualTo("False");
              assertThat(ready.getReason()).isEqualTo("ContainersNotReady");
              assertThat(ready.getMessage()).isEqualTo("containers with unready status: [web]");
            });
  }

  @Test
  void failingLiveness_restarts() {
    start(1, "1-unlive");
    ContainerStatus again =
        eventuallyStatus(
            status -> hasRestarted(status) && status.getLastState().getTerminated() != null);
    assertThat(again.getLastState().getTerminated().getExitCode()).isEqualTo(143);
    assertThat(again.getLastState().getTerminated().getReason()).isEqualTo("Error");
    eventuallyReported(
        "Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 503");
    eventuallyReported("Killing", "Container web failed liveness probe, will be restarted");
  }

  @Test
  void readyPod_thatLivenessKills_isNotAvailable() {
    client()
        .resource(
            new DeploymentBuilder(probed(1, "1-breaks-in-0s"))
                .editSpec()
                .withMinReadySeconds(60)
                .endSpec()
                .build())
        .create();
    eventually(() -> Integer.valueOf(1).equals(live().getStatus().getReadyReplicas()));
    eventually(this::restarted);
    eventuallyReported("Killing", "Container web failed liveness probe, will be restarted");
    assertThat(live().getStatus().getAvailableReplicas()).isNull();
  }

  @Test
  void probe_whereNothingListens_isRefused() {
    client()
        .resource(
            new DeploymentBuilder(probed(1, "1"))
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .editReadinessProbe()
                .withPeriodSeconds(3)
                .editHttpGet()
                .withNewPort(9090)
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    // The other probe may be refused too, as long as the container starts.
    eventually(
        () ->
            messages("Unhealthy").stream()
                .anyMatch(
                    message ->
                        message.startsWith("Readiness probe failed: Get \"http://")
                            && message.endsWith(":9090: connect: connection refused")));
  }

  @Test
  void tooLargeRequest_isUnschedulable() {
    int nodes = client().nodes().list().getItems().size();
    client()
        .resource(
            new DeploymentBuilder(probed(1, "1"))
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
    String message = "0/%1$d nodes are available: %1$d Insufficient cpu.".formatted(nodes);
    eventually(() -> messages("FailedScheduling").contains(message));
    eventually(() -> "Unschedulable".equals(condition(pod(), "PodScheduled").getReason()));
    assertThat(condition(pod(), "PodScheduled").getMessage()).isEqualTo(message);
    assertThat(pod().getSpec().getNodeName()).isNull();
  }

  @Test
  void missingConfigMap_isConfigError_untilItIsThere() {
    client()
        .resource(
            new DeploymentBuilder(probed(1, "1"))
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
    eventually(() -> isWaitingFor("CreateContainerConfigError"));
    assertThat(status().getState().getWaiting().getMessage())
        .isEqualTo("configmap \"settings\" not found");
    eventuallyReported("Failed", "Error: configmap \"settings\" not found");
    client().resource(configMap("settings", Map.of())).create();
    awaitReady(1);
  }

  @Test
  void missingSecretOfAVolume_isAFailedMount_untilItIsThere() {
    client()
        .resource(
            new DeploymentBuilder(probed(1, "1"))
                .editSpec()
                .editTemplate()
                .editSpec()
                .addNewVolume()
                .withName("certificate")
                .withNewSecret()
                .withSecretName("tls")
                .endSecret()
                .endVolume()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("certificate")
                .withMountPath("/etc/tls")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    eventuallyReported(
        "FailedMount",
        "MountVolume.SetUp failed for volume \"certificate\" : secret \"tls\" not found");
    eventually(() -> isWaitingFor("ContainerCreating"));
    client()
        .resource(new SecretBuilder().withNewMetadata().withName("tls").endMetadata().build())
        .inNamespace(namespace)
        .create();
    awaitReady(1);
  }
}
