/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.ADMISSION_REFUSED;
import static io.berth.events.operation.Diagnosis.Cause.COMMAND_NOT_FOUND;
import static io.berth.events.operation.Diagnosis.Cause.CONFIG_ERROR;
import static io.berth.events.operation.Diagnosis.Cause.CONFIG_MAP_MISSING;
import static io.berth.events.operation.Diagnosis.Cause.CONTAINER_CRASHED;
import static io.berth.events.operation.Diagnosis.Cause.IMAGE_ACCESS_DENIED;
import static io.berth.events.operation.Diagnosis.Cause.IMAGE_NAME_INVALID;
import static io.berth.events.operation.Diagnosis.Cause.IMAGE_NOT_FOUND;
import static io.berth.events.operation.Diagnosis.Cause.LIMIT_RANGE_REFUSED;
import static io.berth.events.operation.Diagnosis.Cause.LIVENESS_PROBE_FAILING;
import static io.berth.events.operation.Diagnosis.Cause.NODE_LOST;
import static io.berth.events.operation.Diagnosis.Cause.OUT_OF_MEMORY;
import static io.berth.events.operation.Diagnosis.Cause.POD_EVICTED;
import static io.berth.events.operation.Diagnosis.Cause.QUOTA_EXCEEDED;
import static io.berth.events.operation.Diagnosis.Cause.READINESS_PROBE_FAILING;
import static io.berth.events.operation.Diagnosis.Cause.REGISTRY_UNREACHABLE;
import static io.berth.events.operation.Diagnosis.Cause.SECRET_MISSING;
import static io.berth.events.operation.Diagnosis.Cause.SLOW_START;
import static io.berth.events.operation.Diagnosis.Cause.STARTUP_PROBE_FAILING;
import static io.berth.events.operation.Diagnosis.Cause.STUCK_TERMINATING;
import static io.berth.events.operation.Diagnosis.Cause.UNSCHEDULABLE;
import static io.berth.events.operation.Diagnosis.Cause.VOLUME_NOT_MOUNTED;
import static io.berth.events.operation.Diagnosis.Cause.WRONG_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Diagnosis.Cause;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each cause from the facts that a cluster shows of it. */
class DiagnosticianTest {

  @Test
  void images() {
    assertCause(IMAGE_NOT_FOUND, waiting("ImagePullBackOff", "manifest unknown"));
    assertCause(IMAGE_ACCESS_DENIED, waiting("ErrImagePull", "pull access denied: unauthorized"));
    assertCause(REGISTRY_UNREACHABLE, waiting("ErrImagePull", "dial tcp: no such host"));
    assertCause(IMAGE_NAME_INVALID, waiting("InvalidImageName", "cannot parse"));
  }

  @Test
  void references() {
    assertCause(SECRET_MISSING, waiting("CreateContainerConfigError", "secret \"db\" not found"));
    assertCause(
        CONFIG_MAP_MISSING, waiting("CreateContainerConfigError", "configmap \"c\" not found"));
    assertCause(CONFIG_ERROR, waiting("CreateContainerConfigError", "runAsNonRoot and no user"));
  }

  @Test
  void crashes() {
    assertCause(CONTAINER_CRASHED, ended(1, "Error", 2));
    assertCause(OUT_OF_MEMORY, ended(137, "OOMKilled", 1));
    assertCause(COMMAND_NOT_FOUND, ended(127, "Error", 1));
    assertCause(
        LIVENESS_PROBE_FAILING,
        ended(137, "Error", 1),
        event("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500"));
    assertCause(
        STARTUP_PROBE_FAILING,
        ended(137, "Error", 1),
        event("Unhealthy", "Startup probe failed: HTTP probe failed with statuscode: 503"));
  }

  @Test
  void terminatingPod_hasNotCrashed() {
    assertCause(
        STUCK_TERMINATING,
        new PodBuilder(pod(ended(143, "Error", 0)))
            .editMetadata()
            .withDeletionTimestamp("2026-01-31T12:00:00Z")
            .endMetadata()
            .build());
  }

  @Test
  void crash_reportsExitCodeAndLastLogLines() {
    DiagnosisInput input =
        new DiagnosisInput(
            healthy(),
            List.of(pod(ended(3, "Error", 4))),
            List.of(),
            Map.of("cart-1", "no database"));

    assertThat(Diagnostician.diagnose(input).orElseThrow().diagnosis().evidence())
        .extracting(evidence -> evidence.text())
        .containsExactly("exit code 3 (Error), restarted 4 times", "no database");
  }

  @Test
  void probes() {
    assertCause(
        READINESS_PROBE_FAILING,
        running(),
        event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"));
    assertCause(
        WRONG_PORT,
        running(),
        event("Unhealthy", "Readiness probe failed: dial tcp 10.0.0.1:8080: connection refused"));
    assertCause(SLOW_START, running());
  }

  @Test
  void places() {
    assertCause(
        UNSCHEDULABLE,
        new PodBuilder(pod(null))
            .editOrNewStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withMessage("0/3 nodes are available: 3 Insufficient cpu.")
            .endCondition()
            .endStatus()
            .build());
    assertCause(
        VOLUME_NOT_MOUNTED, pod(null), event("FailedMount", "MountVolume.SetUp failed: timed out"));
    assertCause(POD_EVICTED, withReason("Evicted"));
    assertCause(NODE_LOST, withReason("NodeLost"));
    assertCause(
        STUCK_TERMINATING,
        new PodBuilder(pod(null))
            .editMetadata()
            .withDeletionTimestamp("2026-01-31T12:00:00Z")
            .endMetadata()
            .build());
  }

  @Test
  void refusals() {
    assertThat(refused("pods \"x\" is forbidden: exceeded quota: berth, requested: pods=1"))
        .contains(QUOTA_EXCEEDED);
    assertThat(refused("maximum cpu usage per Container is 1, but limit is 2"))
        .contains(LIMIT_RANGE_REFUSED);
    assertThat(refused("admission webhook \"no.example\" denied the request"))
        .contains(ADMISSION_REFUSED);
  }

  @Test
  void healthyPods_haveNoFinding() {
    assertThat(
            Diagnostician.diagnose(
                new DiagnosisInput(
                    healthy(),
                    List.of(pod(new ContainerStatusBuilder(running()).withReady(true).build())),
                    List.of(),
                    Map.of())))
        .isEmpty();
  }

  @Test
  @Tag("fault-A8")
  void oneFailingPodAmongHundreds_isFound() {
    Pod well = pod(new ContainerStatusBuilder(running()).withReady(true).build());
    List<Pod> pods = new ArrayList<>(Collections.nCopies(500, well));
    pods.add(pod(ended(1, "Error", 2)));

    assertThat(Diagnostician.diagnose(new DiagnosisInput(healthy(), pods, List.of(), Map.of())))
        .map(RolloutFinding::cause)
        .contains(CONTAINER_CRASHED);
  }

  @Test
  void malformedPod_isTolerated() {
    Pod bare = new PodBuilder().withNewMetadata().withName("cart-1").endMetadata().build();

    assertThat(
            Diagnostician.diagnose(
                new DiagnosisInput(healthy(), List.of(bare), List.of(), Map.of())))
        .isEmpty();
  }

  private static Optional<Cause> refused(String message) {
    Deployment deployment =
        new DeploymentBuilder(healthy())
            .withNewStatus()
            .addNewCondition()
            .withType("ReplicaFailure")
            .withStatus("True")
            .withMessage(message)
            .endCondition()
            .endStatus()
            .build();
    return Diagnostician.diagnose(new DiagnosisInput(deployment, List.of(), List.of(), Map.of()))
        .map(RolloutFinding::cause);
  }

  private static void assertCause(Cause cause, ContainerStatus status, Event... events) {
    assertCause(cause, pod(status), events);
  }

  private static void assertCause(Cause cause, Pod pod, Event... events) {
    DiagnosisInput input = new DiagnosisInput(healthy(), List.of(pod), List.of(events), Map.of());
    assertThat(Diagnostician.diagnose(input).map(RolloutFinding::cause)).contains(cause);
  }

  private static Deployment healthy() {
    return new DeploymentBuilder().withNewMetadata().withName("cart").endMetadata().build();
  }

  private static Pod pod(ContainerStatus status) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-1")
        .withCreationTimestamp("2026-01-31T12:00:00Z")
        .endMetadata()
        .withNewStatus()
        .withContainerStatuses(status == null ? List.of() : List.of(status))
        .endStatus()
        .build();
  }

  private static Pod withReason(String reason) {
    return new PodBuilder(pod(null)).editStatus().withReason(reason).endStatus().build();
  }

  private static ContainerStatus waiting(String reason, String message) {
    return new ContainerStatusBuilder()
        .withReady(false)
        .withRestartCount(0)
        .withImage("shop/cart:1")
        .withNewState()
        .withNewWaiting(message, reason)
        .endState()
        .build();
  }

  private static ContainerStatus ended(int code, String reason, int restarts) {
    return new ContainerStatusBuilder()
        .withReady(false)
        .withRestartCount(restarts)
        .withNewState()
        .withNewWaiting("back-off", "CrashLoopBackOff")
        .endState()
        .withNewLastState()
        .withNewTerminated()
        .withExitCode(code)
        .withReason(reason)
        .endTerminated()
        .endLastState()
        .build();
  }

  private static ContainerStatus running() {
    return new ContainerStatusBuilder()
        .withReady(false)
        .withRestartCount(0)
        .withNewState()
        .withNewRunning("2026-01-31T12:00:01Z")
        .endState()
        .build();
  }

  private static Event event(String reason, String message) {
    return new EventBuilder()
        .withReason(reason)
        .withMessage(message)
        .withNewInvolvedObject()
        .withKind("Pod")
        .withName("cart-1")
        .endInvolvedObject()
        .build();
  }
}
