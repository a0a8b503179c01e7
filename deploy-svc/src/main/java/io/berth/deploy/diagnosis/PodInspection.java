/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Null-safe access to one pod with its events and logs. */
final class PodInspection {

  private static final int MAX_TEXT = 1500;

  /** The kubelet's waiting reasons while it prepares the pod. */
  private static final Set<String> CREATING_REASONS =
      Set.of("ContainerCreating", "PodInitializing");

  private final Pod pod;
  private final List<Event> events;
  private final Map<String, String> logs;
  private final BlockingContainer blocking;

  /**
   * @param events about the pod
   * @param logs last lines of pods, by their names
   */
  PodInspection(Pod pod, List<Event> events, Map<String, String> logs) {
    this.pod = pod;
    this.logs = logs;
    this.blocking = BlockingContainer.of(pod);
    this.events = events.stream().filter(blocking::isConcernedBy).toList();
  }

  Pod pod() {
    return pod;
  }

  String name() {
    return Objects.requireNonNullElse(pod.getMetadata().getName(), "unnamed");
  }

  Instant createdAt() {
    return Objects.requireNonNullElse(
        EventTimes.instant(pod.getMetadata().getCreationTimestamp()), Instant.EPOCH);
  }

  /** The container that holds the pod up; the application's own where none does. */
  Optional<ContainerStatus> container() {
    return blocking.status();
  }

  BlockingContainer blocking() {
    return blocking;
  }

  Optional<ContainerStateWaiting> waiting() {
    return container().map(ContainerStatus::getState).map(ContainerState::getWaiting);
  }

  String waitingMessage() {
    return waiting().map(ContainerStateWaiting::getMessage).orElse("");
  }

  /** How the container ended, now or in its last run. */
  Optional<ContainerStateTerminated> terminated() {
    return container()
        .map(ContainerStatus::getState)
        .map(ContainerState::getTerminated)
        .or(
            () ->
                container().map(ContainerStatus::getLastState).map(ContainerState::getTerminated));
  }

  /** When the previous run began, or the current one where there was none before. */
  Instant lastRunSince() {
    return container()
        .map(ContainerStatus::getLastState)
        .map(ContainerState::getTerminated)
        .map(ContainerStateTerminated::getStartedAt)
        .map(EventTimes::instant)
        .orElse(Instant.MIN);
  }

  int restarts() {
    return container().map(ContainerStatus::getRestartCount).orElse(0);
  }

  boolean isReady() {
    return container().map(ContainerStatus::getReady).orElse(false);
  }

  /** Whether it is ready, by its condition, and is not being deleted. */
  boolean isServing() {
    return !isTerminating() && readyCondition().isPresent();
  }

  /** Since when it is ready; empty where it is not, or does not say. */
  Optional<Instant> readySince() {
    return readyCondition().map(PodCondition::getLastTransitionTime).map(EventTimes::instant);
  }

  private Optional<PodCondition> readyCondition() {
    return pod.getStatus() == null || pod.getStatus().getConditions() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(condition -> "Ready".equals(condition.getType()))
            .filter(condition -> "True".equals(condition.getStatus()))
            .findFirst();
  }

  /** The specification of the container of {@link #container}. */
  private Optional<Container> spec() {
    return blocking.spec(pod);
  }

  /** Whether it has a probe that ends it where it fails. */
  boolean hasKillingProbe() {
    return spec()
        .filter(
            container ->
                container.getLivenessProbe() != null || container.getStartupProbe() != null)
        .isPresent();
  }

  /** Whether the container has a memory limit. */
  boolean limitsMemory() {
    return spec()
        .map(Container::getResources)
        .map(ResourceRequirements::getLimits)
        .filter(limits -> limits.containsKey("memory"))
        .isPresent();
  }

  Optional<Probe> startupProbe() {
    return spec().map(Container::getStartupProbe);
  }

  Optional<Probe> readinessProbe() {
    return spec().map(Container::getReadinessProbe);
  }

  /** Whether its startup probe has passed; a container without one passes when it runs. */
  boolean hasPassedStartup() {
    return container().map(ContainerStatus::getStarted).orElse(false);
  }

  /** When the current run began, or the pod was created where none did. */
  private Instant runSince() {
    return container()
        .map(ContainerStatus::getState)
        .map(ContainerState::getRunning)
        .map(ContainerStateRunning::getStartedAt)
        .map(EventTimes::instant)
        .orElseGet(this::createdAt);
  }

  /** Whether it is being deleted. */
  boolean isTerminating() {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  boolean isRunning() {
    return container().map(ContainerStatus::getState).map(ContainerState::getRunning).isPresent();
  }

  /**
   * Whether no container has been created yet, so that volumes or the network may be what is
   * missing. A node mounts all volumes before it creates the first container.
   */
  boolean isBeforeContainers() {
    PodStatus status = pod.getStatus();
    return status == null
        || Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .map(ContainerStatus::getState)
            .allMatch(PodInspection::isNotCreated);
  }

  private static boolean isNotCreated(@Nullable ContainerState state) {
    return state == null
        || (state.getRunning() == null
            && state.getTerminated() == null
            && (state.getWaiting() == null || isCreating(state.getWaiting().getReason())));
  }

  /** Whether a container waits for nothing but the node's ordinary work. */
  static boolean isCreating(@Nullable String reason) {
    return reason == null || CREATING_REASONS.contains(reason);
  }

  /**
   * When the current run first had an event with that reason that contains the text. An event that
   * is repeated keeps its first time, which may be of an earlier run.
   */
  Instant firstSeen(String reason, String text) {
    Instant begun = runSince();
    return events.stream()
        .filter(event -> reason.equals(event.getReason()))
        .filter(event -> event.getMessage() != null && event.getMessage().contains(text))
        .flatMap(event -> EventTimes.firstSeen(event).stream())
        .min(Comparator.naturalOrder())
        .filter(begun::isBefore)
        .orElse(begun);
  }

  /** The message of the last event with that reason that contains the text. */
  Optional<String> eventMessage(String reason, String text) {
    return eventMessage(reason, text, Instant.MIN);
  }

  /** The same, for events seen at this time or later, or without a time. */
  Optional<String> eventMessage(String reason, String text, Instant from) {
    return events.stream()
        .filter(event -> reason.equals(event.getReason()))
        .filter(event -> EventTimes.lastSeen(event).map(at -> !at.isBefore(from)).orElse(true))
        .map(Event::getMessage)
        .filter(message -> message != null && message.contains(text))
        .reduce((first, last) -> last);
  }

  /** Whether an Event was seen later than this, by the whole second. */
  boolean hasEventAfter(Instant time) {
    return events.stream()
        .map(EventTimes::lastSeen)
        .flatMap(Optional::stream)
        .anyMatch(seen -> seen.getEpochSecond() > time.getEpochSecond());
  }

  Optional<String> log() {
    return Optional.ofNullable(logs.get(name())).filter(text -> !text.isBlank());
  }

  RolloutFinding finding(
      Cause cause, String explanation, List<Evidence> evidence, String... advice) {
    return new RolloutFinding(
        new Diagnosis(cause, explanation, evidence, List.of(advice)), createdAt());
  }

  Evidence evidence(String source, @Nullable String text) {
    return new Evidence(source, "Pod/" + name(), truncate(text));
  }

  /** The exit code and the last log lines. */
  List<Evidence> terminationEvidence() {
    List<Evidence> evidence = new ArrayList<>();
    terminated()
        .ifPresent(
            end ->
                evidence.add(
                    evidence(
                        "exit-code",
                        "exit code "
                            + end.getExitCode()
                            + reason(end)
                            + ", restarted "
                            + restarts()
                            + " times")));
    log().ifPresent(lines -> evidence.add(evidence("log", lines)));
    return evidence;
  }

  private static String reason(ContainerStateTerminated end) {
    return end.getReason() == null ? "" : " (" + end.getReason() + ")";
  }

  private static String truncate(@Nullable String text) {
    String given = text == null ? "" : text;
    return given.length() <= MAX_TEXT ? given : "…" + given.substring(given.length() - MAX_TEXT);
  }
}
