/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.ObjectsContract.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What tells a start from an outage: times and counts that the objects bear themselves. */
public abstract class StartingPodsContract extends PodsContract {

  @Test
  void initContainerThatCrashes_keepsThePodPending_andItsContainersWaiting() {
    client()
        .resource(
            new DeploymentBuilder(probed(1, "1"))
                .editSpec()
                .editTemplate()
                .editSpec()
                .addNewInitContainer()
                .withName("migrate")
                .withImage(image("1-crash"))
                .endInitContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    eventually(() -> !initStatus().isEmpty() && hasRestarted(initStatus().getFirst()));
    Pod pod = pod();
    assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(isWaitingFor("PodInitializing", pod.getStatus().getContainerStatuses().getFirst()))
        .isTrue();
    assertThat(condition(pod, "Initialized").getReason()).isEqualTo("ContainersNotInitialized");
    assertThat(condition(pod, "Initialized").getMessage())
        .isEqualTo("containers with incomplete status: [migrate]");
    assertThat(refused(() -> client().pods().resource(pod).getLog()).getStatus().getMessage())
        .isEqualTo(
            "container \"web\" in pod \"%s\" is waiting to start: PodInitializing",
            pod.getMetadata().getName());
    eventually(() -> previousLog("migrate").contains("java.lang.IllegalStateException"));
  }

  private List<ContainerStatus> initStatus() {
    return pods().isEmpty() || pod().getStatus() == null
        ? List.of()
        : pod().getStatus().getInitContainerStatuses();
  }

  @Test
  void podThatStarts_isNotReadySinceItsNodeTookItUp_andSaysWhenItBecameReady() {
    start(1, "1-starts-in-10s");
    Pod starting = seenWhileItStarts();
    assertThat(condition(starting, "Ready").getStatus()).isEqualTo("False");
    assertThat(readySince(starting))
        .isBetween(startedAt(starting), startedAt(starting).plusSeconds(2));
    eventually(() -> "False".equals(available().getStatus()));

    awaitReady(1);
    Pod ready = pod();
    assertThat(condition(ready, "Ready").getStatus()).isEqualTo("True");
    // Both are whole seconds.
    assertThat(readySince(ready))
        .isAfterOrEqualTo(
            Instant.parse(status().getState().getRunning().getStartedAt()).plusSeconds(9));
    assertThat(available().getStatus()).isEqualTo("True");
  }

  @Test
  void failingStartupProbe_isReported_andTheContainerHasNotStarted() {
    client().resource(withStartupProbe("1-starts-in-10s")).create();
    assertThat(containerOf(seenWhileItStarts()).getStarted()).isFalse();

    awaitReady(1);
    assertThat(status().getStarted()).isTrue();
    assertThat(status().getRestartCount()).isZero();
    eventuallyReported("Unhealthy", "Startup probe failed: HTTP probe failed with statuscode: 503");
  }

  @Test
  void podThatBreaksAfterItWasReady_isNotReadySinceThen_andNobodyChangedTheDeployment() {
    start(1, "1-breaks-in-10s");
    awaitReady(1);
    long generation = live().getMetadata().getGeneration();
    Instant started = startedAt(pod());
    eventually(
        () ->
            Integer.valueOf(0)
                .equals(Objects.requireNonNullElse(live().getStatus().getAvailableReplicas(), 0)));

    eventually(() -> "False".equals(condition(pod(), "Ready").getStatus()));
    assertThat(startedAt(pod())).isEqualTo(started);
    assertThat(readySince(pod())).isAfter(started.plusSeconds(2));
    assertThat(live().getMetadata().getGeneration()).isEqualTo(generation);
    eventually(this::restarted);
    eventuallyReported("Killing", "Container web failed liveness probe, will be restarted");
  }

  @Test
  void readyPod_isAvailable_whenItWasReadyForMinReadySeconds() {
    client()
        .resource(
            new DeploymentBuilder(probed(1, "1"))
                .editSpec()
                .withMinReadySeconds(5)
                .endSpec()
                .build())
        .create();

    awaitReady(1);

    // Both are whole seconds.
    assertThat(Instant.parse(available().getLastTransitionTime()))
        .isAfterOrEqualTo(readySince(pod()).plusSeconds(5));
    assertThat(live().getStatus().getReadyReplicas()).isEqualTo(1);
  }

  @Test
  void stopAndStart_changeTheDeployment_andItsRolloutStaysComplete() {
    start(1, "1");
    awaitReady(1);
    long generation = live().getMetadata().getGeneration();
    scale(0);
    eventually(() -> pods().isEmpty());
    assertThat(available().getStatus()).isEqualTo("True");

    scale(1);
    awaitReady(1);

    assertThat(live().getMetadata().getGeneration()).isEqualTo(generation + 2);
    assertThat(condition(live(), "Progressing").getReason()).isEqualTo("NewReplicaSetAvailable");
    assertThat(live().getMetadata().getAnnotations())
        .containsEntry("deployment.kubernetes.io/revision", "1");
  }

  /**
   * A pod whose container runs and is not ready. A kubelet that is busy may report both at once;
   * then that pod is deleted, and the next one is looked at.
   */
  private Pod seenWhileItStarts() {
    AtomicReference<Pod> seen = new AtomicReference<>();
    eventually(
        () -> {
          List<Pod> running = pods().stream().filter(StartingPodsContract::runs).toList();
          for (Pod pod : running) {
            if (containerOf(pod).getReady()) {
              client().resource(pod).withGracePeriod(0).delete();
            } else {
              seen.set(pod);
            }
          }
          return seen.get() != null;
        });
    eventually(() -> pods().size() == 1);
    return seen.get();
  }

  private static boolean runs(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && !pod.getStatus().getContainerStatuses().isEmpty()
        && containerOf(pod).getState().getRunning() != null;
  }

  private static ContainerStatus containerOf(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst();
  }

  private void scale(int replicas) {
    client().apps().deployments().inNamespace(namespace).withName("web").scale(replicas);
  }

  private Deployment withStartupProbe(String tag) {
    Deployment made = probed(1, tag);
    Probe readiness =
        made.getSpec().getTemplate().getSpec().getContainers().getFirst().getReadinessProbe();
    return new DeploymentBuilder(made)
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .withNewStartupProbeLike(readiness)
        .withPeriodSeconds(2)
        .withFailureThreshold(60)
        .endStartupProbe()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private DeploymentCondition available() {
    return condition(live(), "Available");
  }

  private static DeploymentCondition condition(Deployment deployment, String type) {
    return deployment.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElse(new DeploymentCondition());
  }

  private static Instant readySince(Pod pod) {
    return Instant.parse(condition(pod, "Ready").getLastTransitionTime());
  }

  private static Instant startedAt(Pod pod) {
    return Instant.parse(pod.getStatus().getStartTime());
  }
}
