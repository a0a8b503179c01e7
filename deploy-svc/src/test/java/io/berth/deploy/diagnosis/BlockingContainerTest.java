/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A diagnosis is about the container that holds the pod up, and names it. The pod is {@code cart}
 * with the init container {@code migrate} and the sidecar {@code agent}, whose status comes first,
 * since a kubelet sorts them by name.
 */
class BlockingContainerTest {

  private static final ContainerState RUNNING =
      new ContainerStateBuilder().withNewRunning("2026-01-31T12:00:05Z").build();
  private static final ContainerState INITIALIZING = waiting("PodInitializing");

  private static final ContainerStatus MIGRATED =
      status("migrate", ended(0), new ContainerState(), true);

  @Test
  void initContainerThatHangs_isNamed() {
    Diagnosis diagnosis = diagnose(beforeContainers(RUNNING, new ContainerState()));

    assertThat(diagnosis.cause()).isEqualTo(Cause.SLOW_START);
    assertThat(diagnosis.explanation())
        .isEqualTo(
            "The init container 'migrate' runs and has not ended; the application starts only after"
                + " it.");
    assertThat(diagnosis.advice()).anyMatch(advice -> advice.contains("'sidecars'"));
  }

  @Test
  void initContainerThatCrashes_isNamed_alsoWhileItRunsAgain() {
    for (ContainerState now : List.of(waiting("CrashLoopBackOff"), RUNNING)) {
      Diagnosis diagnosis = diagnose(beforeContainers(now, ended(3)));

      assertThat(diagnosis.cause()).isEqualTo(Cause.CONTAINER_CRASHED);
      assertThat(diagnosis.explanation())
          .isEqualTo(
              "The init container 'migrate' ends by itself with exit code 3; the application starts"
                  + " only after it has ended with 0.");
    }
  }

  @Test
  void imageOfAnInitContainer_isNamedWithIt() {
    Diagnosis diagnosis =
        diagnose(beforeContainers(waiting("ImagePullBackOff"), new ContainerState()));

    assertThat(diagnosis.cause()).isEqualTo(Cause.IMAGE_NOT_FOUND);
    assertThat(diagnosis.explanation())
        .isEqualTo("The registry has no image 'shop/migrate:1.0' of the init container 'migrate'.");
  }

  @Test
  void sidecarThatCrashes_isNamed_whetherTheApplicationIsReadyOrNot() {
    for (boolean ready : new boolean[] {true, false}) {
      Diagnosis diagnosis =
          diagnose(
              pod(
                  MIGRATED,
                  status("agent", waiting("CrashLoopBackOff"), ended(1), false),
                  status("cart", RUNNING, new ContainerState(), ready)));

      assertThat(diagnosis.cause()).isEqualTo(Cause.CONTAINER_CRASHED);
      assertThat(diagnosis.explanation()).startsWith("The sidecar 'agent' ends by itself");
    }
  }

  @Test
  void applicationThatCrashes_comesBeforeItsSidecar_andIsTheApplication() {
    Diagnosis diagnosis =
        diagnose(
            pod(
                MIGRATED,
                status("agent", waiting("CrashLoopBackOff"), ended(1), false),
                status("cart", waiting("CrashLoopBackOff"), ended(2), false)));

    assertThat(diagnosis.explanation())
        .isEqualTo("The application ends by itself soon after it starts, with exit code 2.");
  }

  @Test
  void sidecarThatIsNotReady_isNamed_whereTheApplicationIs() {
    Diagnosis diagnosis =
        diagnose(
            pod(
                MIGRATED,
                status("agent", RUNNING, new ContainerState(), false),
                status("cart", RUNNING, new ContainerState(), true)));

    assertThat(diagnosis.cause()).isEqualTo(Cause.SLOW_START);
    assertThat(diagnosis.explanation())
        .isEqualTo("The sidecar 'agent' has started and is not ready yet.");
  }

  @Test
  void initContainerThatANodeForgot_isNoMatter_onceContainersRan() {
    Diagnosis diagnosis =
        diagnose(
            pod(
                status("migrate", waiting("PodInitializing"), new ContainerState(), false),
                status("agent", RUNNING, new ContainerState(), true),
                status("cart", RUNNING, ended(1), false)));

    assertThat(diagnosis.explanation()).startsWith("The application ends by itself");
  }

  @Test
  void probeEventOfAnotherContainer_isNotTakenForThisOnes() {
    Pod pod =
        pod(
            MIGRATED,
            status("agent", RUNNING, new ContainerState(), true),
            status("cart", RUNNING, ended(1), false));

    assertThat(diagnose(pod, livenessEvent("agent")).cause()).isEqualTo(Cause.CONTAINER_CRASHED);
    assertThat(diagnose(pod, livenessEvent("cart")).cause())
        .isEqualTo(Cause.LIVENESS_PROBE_FAILING);
  }

  @Test
  void usefulLog_isThatOfTheBlockingContainer() {
    DiagnosisInput input = input(beforeContainers(RUNNING, ended(3)), List.of());

    assertThat(Diagnostician.usefulLogs(input))
        .singleElement()
        .satisfies(log -> assertThat(log.container()).isEqualTo("migrate"));
  }

  private static Pod beforeContainers(ContainerState now, ContainerState last) {
    return pod(
        status("migrate", now, last, false),
        status("agent", INITIALIZING, new ContainerState(), false),
        status("cart", INITIALIZING, new ContainerState(), false));
  }

  private static Diagnosis diagnose(Pod pod, Event... events) {
    return Diagnostician.diagnose(input(pod, List.of(events))).orElseThrow().diagnosis();
  }

  private static DiagnosisInput input(Pod pod, List<Event> events) {
    return new DiagnosisInput(new Deployment(), List.of(pod), events, Map.of());
  }

  private static Pod pod(ContainerStatus init, ContainerStatus... containers) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-1")
        .withCreationTimestamp("2026-01-31T12:00:00Z")
        .endMetadata()
        .withNewSpec()
        .addNewInitContainer()
        .withName("migrate")
        .endInitContainer()
        .addNewContainer()
        .withName("cart")
        .endContainer()
        .addNewContainer()
        .withName("agent")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withInitContainerStatuses(init)
        .withContainerStatuses(containers)
        .endStatus()
        .build();
  }

  private static ContainerStatus status(
      String name, ContainerState now, ContainerState last, boolean ready) {
    return new ContainerStatusBuilder()
        .withName(name)
        .withImage("shop/" + name + ":1.0")
        .withReady(ready)
        .withRestartCount(last.getTerminated() == null ? 0 : 2)
        .withState(now)
        .withLastState(last)
        .build();
  }

  private static ContainerState waiting(String reason) {
    return new ContainerStateBuilder().withNewWaiting().withReason(reason).endWaiting().build();
  }

  private static ContainerState ended(int exitCode) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason(exitCode == 0 ? "Completed" : "Error")
        .endTerminated()
        .build();
  }

  private static Event livenessEvent(String container) {
    return new EventBuilder()
        .withNewInvolvedObject()
        .withKind("Pod")
        .withName("cart-1")
        .withFieldPath("spec.containers{" + container + "}")
        .endInvolvedObject()
        .withReason("Unhealthy")
        .withMessage("Liveness probe failed: HTTP probe failed with statuscode: 503")
        .build();
  }
}
