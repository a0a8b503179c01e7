/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.monitor.observation.ContainerSnapshot.Termination;
import io.berth.monitor.startup.PodStart;
import io.berth.redaction.Redactor;
import io.berth.redaction.manifest.ClusterMessages;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the state of pods, as far as alert conditions need it. */
public final class PodSnapshotReader {

  private static final int MAX_LENGTH = 4000;

  private PodSnapshotReader() {}

  /** Whether a pod is relevant: not being deleted, completed, or gated from scheduling. */
  static boolean isRelevant(Pod pod) {
    PodCondition scheduled = condition(pod, "PodScheduled");
    return pod.getMetadata().getDeletionTimestamp() == null
        && (pod.getStatus() == null || !"Succeeded".equals(pod.getStatus().getPhase()))
        && (scheduled == null || !"SchedulingGated".equals(scheduled.getReason()));
  }

  static PodSnapshot read(Pod pod, boolean nodeReady) {
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    PodCondition ready = condition(pod, "Ready");
    PodCondition scheduled = condition(pod, "PodScheduled");
    boolean unschedulable =
        scheduled != null
            && "False".equals(scheduled.getStatus())
            && "Unschedulable".equals(scheduled.getReason());
    return new PodSnapshot(
        pod.getMetadata().getName(),
        Objects.requireNonNullElse(status.getPhase(), "Unknown"),
        pod.getSpec().getNodeName(),
        nodeReady,
        ready(pod),
        ready == null ? null : KubernetesTimes.read(ready.getLastTransitionTime()),
        message(ready),
        unschedulable,
        scheduled == null ? null : KubernetesTimes.read(scheduled.getLastTransitionTime()),
        message(scheduled),
        containers(status),
        start(pod, status));
  }

  private static PodStart start(Pod pod, PodStatus status) {
    return new PodStart(
        KubernetesTimes.read(pod.getMetadata().getCreationTimestamp()),
        KubernetesTimes.read(status.getStartTime()),
        runsSince(pod, status),
        StartupBudget.of(pod.getSpec()));
  }

  /** When the last of its containers started; null unless all of them run. */
  private static @Nullable Instant runsSince(Pod pod, PodStatus status) {
    List<Instant> started =
        status.getContainerStatuses().stream()
            .map(ContainerStatus::getState)
            .filter(state -> state != null && state.getRunning() != null)
            .map(state -> KubernetesTimes.read(state.getRunning().getStartedAt()))
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    return !started.isEmpty() && started.size() >= pod.getSpec().getContainers().size()
        ? started.getLast()
        : null;
  }

  /** The Ready condition; null where there is none. */
  static @Nullable Boolean ready(Pod pod) {
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
        : ClusterMessages.redact(condition.getMessage(), MAX_LENGTH);
  }

  private static List<ContainerSnapshot> containers(PodStatus status) {
    return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(container -> container.getName() != null)
        .map(PodSnapshotReader::container)
        .toList();
  }

  private static ContainerSnapshot container(ContainerStatus status) {
    ContainerState state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
    ContainerStateWaiting waiting = state.getWaiting();
    return new ContainerSnapshot(
        status.getName(),
        status.getRestartCount() == null ? 0 : status.getRestartCount(),
        Boolean.TRUE.equals(status.getReady()),
        PodFactsReader.withoutScheme(status.getContainerID()),
        waiting == null ? null : Redactor.redactIfPresent(waiting.getReason()),
        waiting == null || waiting.getMessage() == null
            ? null
            : ClusterMessages.redact(waiting.getMessage(), MAX_LENGTH),
        state.getRunning() == null ? null : KubernetesTimes.read(state.getRunning().getStartedAt()),
        ended(state.getTerminated()),
        status.getLastState() == null ? null : ended(status.getLastState().getTerminated()));
  }

  private static @Nullable Termination ended(@Nullable ContainerStateTerminated end) {
    return end == null
        ? null
        : new Termination(
            Redactor.redact(Objects.requireNonNullElse(end.getReason(), "Unknown")),
            end.getExitCode() == null ? -1 : end.getExitCode(),
            KubernetesTimes.read(end.getFinishedAt()),
            PodFactsReader.withoutScheme(end.getContainerID()));
  }
}
