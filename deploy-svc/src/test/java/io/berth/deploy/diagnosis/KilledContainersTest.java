/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.CONTAINER_CRASHED;
import static io.berth.events.operation.Diagnosis.Cause.LIVENESS_PROBE_FAILING;
import static io.berth.events.operation.Diagnosis.Cause.OUT_OF_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Diagnosis.Cause;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who killed a container, where the container's runtime does not say it. */
class KilledContainersTest {

  private static final String STARTED = "2026-01-31T12:00:01Z";
  private static final Event KILLING = event("Killing", "Stopping container web", STARTED);

  @Test
  void killedWithoutAKillingEvent_isOutOfMemory() {
    assertThat(cause(ended(137, "memory"))).contains(OUT_OF_MEMORY);
  }

  @Test
  void killedAfterAnEarlierKillingEvent_isOutOfMemory() {
    assertThat(
            cause(
                ended(137, "memory"),
                event("Killing", "Stopping container web", "2026-01-31T11:00:00Z")))
        .contains(OUT_OF_MEMORY);
  }

  @Test
  void killedByKubernetes_isNotOutOfMemory() {
    assertThat(cause(ended(137, "memory"), KILLING)).contains(CONTAINER_CRASHED);
  }

  @Test
  void killedByItsProbe_isAProbeFailure() {
    Event probe =
        event(
            "Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500", STARTED);

    assertThat(cause(ended(137, "memory"), probe)).contains(LIVENESS_PROBE_FAILING);
  }

  @ParameterizedTest
  @CsvSource({"Liveness, LIVENESS_PROBE_FAILING", "Startup, STARTUP_PROBE_FAILING"})
  void killedByItsProbe_isAProbeFailure_beforeItRunsAgain(String probe, Cause cause) {
    Event unhealthy = event("Unhealthy", probe + " probe failed: statuscode: 404", STARTED);

    assertThat(cause(withoutRestart(ended(143, "memory")), unhealthy)).contains(cause);
    assertThat(cause(withoutRestart(ended(143, "memory")))).contains(CONTAINER_CRASHED);
  }

  @ParameterizedTest
  @CsvSource({"143, LIVENESS_PROBE_FAILING", "137, LIVENESS_PROBE_FAILING", "1, CONTAINER_CRASHED"})
  void probeEventOfAnEarlierRun_counts_whereThisRunWasKilledToo(int code, Cause cause) {
    Event earlier =
        event("Unhealthy", "Liveness probe failed: statuscode: 404", "2026-01-31T11:59:00Z");

    assertThat(cause(ended(code, "memory"), earlier)).contains(cause);
  }

  /** The container has ended for the first time, and the kubelet has not started it again. */
  private static Pod withoutRestart(Pod pod) {
    return new PodBuilder(pod)
        .accept(
            ContainerStatusBuilder.class,
            status ->
                status.withRestartCount(0).withState(status.buildLastState()).withLastState(null))
        .build();
  }

  @Test
  void killedWithoutAMemoryLimit_isNotOutOfMemory() {
    assertThat(cause(ended(137, "cpu"))).contains(CONTAINER_CRASHED);
  }

  @Test
  void regularExit_isNotOutOfMemory() {
    assertThat(cause(ended(143, "memory"))).contains(CONTAINER_CRASHED);
  }

  private static Optional<Cause> cause(Pod pod, Event... events) {
    return Diagnostician.diagnose(
            new DiagnosisInput(
                new DeploymentBuilder().withNewMetadata().withName("cart").endMetadata().build(),
                List.of(pod),
                List.of(events),
                Map.of()))
        .map(RolloutFinding::cause);
  }

  private static Pod ended(int code, String limited) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-1")
        .withCreationTimestamp("2026-01-31T12:00:00Z")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withNewResources()
        .addToLimits(limited, new Quantity("1"))
        .endResources()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .addNewContainerStatus()
        .withName("web")
        .withReady(false)
        .withRestartCount(1)
        .withNewState()
        .withNewWaiting("back-off", "CrashLoopBackOff")
        .endState()
        .withNewLastState()
        .withNewTerminated()
        .withStartedAt(STARTED)
        .withExitCode(code)
        .withReason("Error")
        .endTerminated()
        .endLastState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Event event(String reason, String message, String time) {
    return new EventBuilder()
        .withReason(reason)
        .withMessage(message)
        .withLastTimestamp(time)
        .withNewInvolvedObject()
        .withKind("Pod")
        .withName("cart-1")
        .endInvolvedObject()
        .build();
  }
}
