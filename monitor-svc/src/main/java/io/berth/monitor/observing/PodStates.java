/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observing;

import io.berth.monitor.alerting.ContainerSeen;
import io.berth.monitor.alerting.ContainerSeen.Ended;
import io.berth.monitor.alerting.PodSeen;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pod's status says, as far as an alert needs it. */
public final class PodStates {

  private PodStates() {}

  /** Whether a pod counts: one that is being deleted, done, or held back on purpose does not. */
  static boolean counts(Pod pod) {
    PodCondition scheduled = condition(pod, "PodScheduled");
    return pod.getMetadata().getDeletionTimestamp() == null
        && (pod.getStatus() == null || !"Succeeded".equals(pod.getStatus().getPhase()))
        && (scheduled == null || !"SchedulingGated".equals(scheduled.getReason()));
  }

  static PodSeen read(Pod pod, boolean nodeReady) {
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    PodCondition ready = condition(pod, "Ready");
    PodCondition scheduled = condition(pod, "PodScheduled");
    boolean unschedulable =
        scheduled != null
            && "False".equals(scheduled.getStatus())
            && "Unschedulable".equals(scheduled.getReason());
    return new PodSeen(
        pod.getMetadata().getName(),
        Objects.requireNonNullElse(status.getPhase(), "Unknown"),
        pod.getSpec().getNodeName(),
        nodeReady,
        ready(pod),
        ready == null ? null : Times.read(ready.getLastTransitionTime()),
        message(ready),
        unschedulable,
        scheduled == null ? null : Times.read(scheduled.getLastTransitionTime()),
        message(scheduled),
        containers(status));
  }

  /** The Ready condition; null where there is none. */
  public static @Nullable Boolean ready(Pod pod) {
    PodCondition ready = condition(pod, "Ready");
    return ready == null ? null : "True".equals(ready.getStatus());
  }

  /** A condition of a pod; null where it has none of that type. */
  public static @Nullable PodCondition condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? null
        : pod.getStatus().getConditions().stream()
            .filter(condition -> type.equals(condition.getType()))
            .findFirst()
            .orElse(null);
  }

  private static @Nullable String message(@Nullable PodCondition condition) {
    return condition == null || condition.getMessage() == null
        ? null
        : Redactor.redact(condition.getMessage());
  }

  private static List<ContainerSeen> containers(PodStatus status) {
    return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(container -> container.getName() != null)
        .map(PodStates::container)
        .toList();
  }

  private static ContainerSeen container(ContainerStatus status) {
    ContainerState state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
    ContainerStateWaiting waiting = state.getWaiting();
    return new ContainerSeen(
        status.getName(),
        status.getRestartCount() == null ? 0 : status.getRestartCount(),
        Boolean.TRUE.equals(status.getReady()),
        PodReader.withoutScheme(status.getContainerID()),
        waiting == null ? null : waiting.getReason(),
        waiting == null || waiting.getMessage() == null
            ? null
            : Redactor.redact(waiting.getMessage()),
        state.getRunning() == null ? null : Times.read(state.getRunning().getStartedAt()),
        ended(state.getTerminated()),
        status.getLastState() == null ? null : ended(status.getLastState().getTerminated()));
  }

  private static @Nullable Ended ended(@Nullable ContainerStateTerminated end) {
    return end == null
        ? null
        : new Ended(
            Objects.requireNonNullElse(end.getReason(), "Unknown"),
            end.getExitCode() == null ? -1 : end.getExitCode(),
            Times.read(end.getFinishedAt()),
            PodReader.withoutScheme(end.getContainerID()));
  }
}
