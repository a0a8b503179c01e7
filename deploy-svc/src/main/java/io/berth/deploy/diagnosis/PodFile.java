/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pod, read so that nothing that is missing in it hurts. */
final class PodFile {

  private static final int LONGEST_TEXT = 1500;

  private final Pod pod;
  private final List<Event> events;
  private final Map<String, String> logs;

  /**
   * @param events about the pod
   * @param logs last lines of pods, by their names
   */
  PodFile(Pod pod, List<Event> events, Map<String, String> logs) {
    this.pod = pod;
    this.events = events;
    this.logs = logs;
  }

  Pod pod() {
    return pod;
  }

  String name() {
    return Objects.requireNonNullElse(pod.getMetadata().getName(), "unnamed");
  }

  Instant createdAt() {
    try {
      return Instant.parse(
          Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), ""));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  Optional<ContainerStatus> container() {
    return pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream().findFirst();
  }

  Optional<ContainerStateWaiting> waiting() {
    return container().map(ContainerStatus::getState).map(ContainerState::getWaiting);
  }

  String waitingMessage() {
    return waiting().map(ContainerStateWaiting::getMessage).orElse("");
  }

  /** How the container ended, now or last time. */
  Optional<ContainerStateTerminated> terminated() {
    return container()
        .map(ContainerStatus::getState)
        .map(ContainerState::getTerminated)
        .or(
            () ->
                container().map(ContainerStatus::getLastState).map(ContainerState::getTerminated));
  }

  int restarts() {
    return container().map(ContainerStatus::getRestartCount).orElse(0);
  }

  boolean ready() {
    return container().map(ContainerStatus::getReady).orElse(false);
  }

  /** Whether it is told to go. */
  boolean leaving() {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  boolean running() {
    return container().map(ContainerStatus::getState).map(ContainerState::getRunning).isPresent();
  }

  /** The message of the last event with the reason that contains the text. */
  Optional<String> said(String reason, String text) {
    return events.stream()
        .filter(event -> reason.equals(event.getReason()))
        .map(Event::getMessage)
        .filter(message -> message != null && message.contains(text))
        .reduce((first, last) -> last);
  }

  Optional<String> log() {
    return Optional.ofNullable(logs.get(name())).filter(text -> !text.isBlank());
  }

  Finding finding(Cause cause, String explanation, List<Evidence> evidence, String... advice) {
    return new Finding(new Diagnosis(cause, explanation, evidence, List.of(advice)), createdAt());
  }

  Evidence evidence(String source, @Nullable String text) {
    return new Evidence(source, "Pod/" + name(), shortened(text));
  }

  /** The exit code and what the container wrote last. */
  List<Evidence> lastWords() {
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

  private static String shortened(@Nullable String text) {
    String given = text == null ? "" : text;
    return given.length() <= LONGEST_TEXT
        ? given
        : "…" + given.substring(given.length() - LONGEST_TEXT);
  }
}
