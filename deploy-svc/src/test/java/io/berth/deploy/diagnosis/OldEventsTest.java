/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.events.operation.Diagnosis.Cause;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventSeriesBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events are kept for an hour, whatever became of what they tell: one about a stage that the pod
 * has passed is not the cause.
 */
class OldEventsTest {

  private static final Event MOUNT = event("FailedMount", "failed to sync secret cache: timed out");
  private static final Event ATTACH = event("FailedAttachVolume", "timed out waiting for attach");
  private static final Event UNREADY = event("Unhealthy", "Readiness probe failed: 503");

  static Stream<Arguments> stages() {
    return Stream.of(
        arguments("no status yet", null, null, Cause.VOLUME_NOT_MOUNTED),
        arguments("creating", null, waiting("ContainerCreating"), Cause.VOLUME_NOT_MOUNTED),
        arguments("no reason given", null, waiting(null), Cause.VOLUME_NOT_MOUNTED),
        arguments(
            "init container creating",
            waiting("ContainerCreating"),
            waiting("PodInitializing"),
            Cause.VOLUME_NOT_MOUNTED),
        arguments("init container runs", running(), waiting("PodInitializing"), Cause.SLOW_START),
        arguments(
            "init container ended", ended(), waiting("PodInitializing"), Cause.CONTAINER_CRASHED),
        arguments("image is pulled", null, waiting("ImagePullBackOff"), Cause.IMAGE_NOT_FOUND),
        arguments("secret lacks", null, waiting("CreateContainerConfigError"), Cause.CONFIG_ERROR),
        arguments("runs, unready", null, running(), Cause.READINESS_PROBE_FAILING),
        arguments("crashed", null, ended(), Cause.CONTAINER_CRASHED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  void failedMount_isTheCause_onlyBeforeContainersAreCreated(
      String stage,
      @Nullable ContainerStateBuilder init,
      @Nullable ContainerStateBuilder main,
      @Nullable Cause cause) {
    for (Event failed : List.of(MOUNT, ATTACH)) {
      assertThat(cause(pod(init, main, 0), failed, UNREADY)).as(stage).isEqualTo(cause);
    }
  }

  @Test
  void livenessFailureOfAnEarlierRun_isNotTheCause() {
    Pod crashed = pod(null, ended(), 3);
    Event liveness = event("Unhealthy", "Liveness probe failed: 500");

    assertThat(cause(crashed, at(liveness, "2026-01-31T11:59:59Z")))
        .isEqualTo(Cause.CONTAINER_CRASHED);
    assertThat(cause(crashed, at(liveness, "2026-01-31T12:00:01Z")))
        .isEqualTo(Cause.LIVENESS_PROBE_FAILING);
    assertThat(cause(crashed, liveness)).isEqualTo(Cause.LIVENESS_PROBE_FAILING);
  }

  static Stream<Arguments> times() {
    String early = "2026-01-31T11:00:00Z";
    String late = "2026-01-31T12:00:00.123456Z";
    EventBuilder event = new EventBuilder();
    return Stream.of(
        arguments(event.build(), null),
        arguments(new EventBuilder().withLastTimestamp("yesterday").build(), null),
        arguments(new EventBuilder().withLastTimestamp(late).build(), late),
        arguments(
            new EventBuilder().withFirstTimestamp(early).withLastTimestamp(late).build(), late),
        arguments(new EventBuilder().withFirstTimestamp(late).build(), late),
        arguments(new EventBuilder().withEventTime(new MicroTime(late)).build(), late),
        arguments(
            new EventBuilder()
                .withEventTime(new MicroTime(early))
                .withSeries(
                    new EventSeriesBuilder().withLastObservedTime(new MicroTime(late)).build())
                .build(),
            late),
        arguments(
            new EventBuilder()
                .withNewMetadata()
                .withCreationTimestamp("2026-01-31T13:00:00.123456+01:00")
                .endMetadata()
                .build(),
            late));
  }

  @ParameterizedTest
  @MethodSource("times")
  void eventTime_isReadFromWhicheverFieldIsSet(Event event, @Nullable String time) {
    assertThat(EventTimes.lastSeen(event).map(Instant::toString).orElse(null)).isEqualTo(time);
  }

  private static @Nullable Cause cause(Pod pod, Event... events) {
    var deployment = new DeploymentBuilder().withNewMetadata().endMetadata().build();
    return Diagnostician.diagnose(
            new DiagnosisInput(deployment, List.of(pod), List.of(events), Map.of()))
        .map(RolloutFinding::cause)
        .orElse(null);
  }

  private static Pod pod(
      @Nullable ContainerStateBuilder init, @Nullable ContainerStateBuilder main, int restarts) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-1")
        .endMetadata()
        .withNewStatus()
        .withInitContainerStatuses(status(init, 0))
        .withContainerStatuses(status(main, restarts))
        .endStatus()
        .build();
  }

  private static List<ContainerStatus> status(@Nullable ContainerStateBuilder state, int restarts) {
    return state == null
        ? List.of()
        : List.of(
            new ContainerStatusBuilder()
                .withReady(false)
                .withRestartCount(restarts)
                .withState(state.build())
                .withLastState(restarts == 0 ? null : ended().build())
                .build());
  }

  private static ContainerStateBuilder waiting(@Nullable String reason) {
    return new ContainerStateBuilder().withNewWaiting("manifest unknown", reason);
  }

  private static ContainerStateBuilder running() {
    return new ContainerStateBuilder().withNewRunning("2026-01-31T12:00:00Z");
  }

  private static ContainerStateBuilder ended() {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(1)
        .withStartedAt("2026-01-31T12:00:00Z")
        .endTerminated();
  }

  private static Event at(Event event, String time) {
    return new EventBuilder(event).withLastTimestamp(time).build();
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
