/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.Containers.InPod;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Pods that cannot start or do not serve. */
final class PodConditions {

  private static final Set<String> IMAGE_REASONS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "RegistryUnavailable",
          "ImageInspectError",
          "SignatureValidationFailed",
          "InvalidImageName",
          "ErrImageNeverPull");

  private PodConditions() {}

  static List<Finding> imagePullFailing(SubjectState state, AlertRule rule, Instant asOf) {
    return Containers.byName(state).entrySet().stream()
        .map(entry -> imagePullFailing(state, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Finding imagePullFailing(SubjectState state, String name, List<InPod> all) {
    List<InPod> failing = all.stream().filter(in -> waitsForImage(in.container())).toList();
    if (failing.isEmpty()) {
      return Finding.of(name, Signal.CLEAR);
    }
    InPod first = failing.getFirst();
    String reason = Objects.requireNonNullElse(first.container().waitingReason(), "");
    String message = Objects.requireNonNullElse(first.container().waitingMessage(), reason);
    return Finding.holds(
            name,
            null,
            "The image of container '%s' cannot be pulled in %d pod%s: %s"
                .formatted(name, failing.size(), failing.size() == 1 ? "" : "s", message))
        .critically(rollingOut(state.workload()))
        .with(
            Map.of(
                "pods", Integer.toString(failing.size()),
                "pod", first.pod().name(),
                "reason", reason))
        .onLostNodes(Containers.lostNodes(failing));
  }

  private static boolean waitsForImage(ContainerSeen container) {
    return container.waitingReason() != null && IMAGE_REASONS.contains(container.waitingReason());
  }

  private static boolean rollingOut(@org.jspecify.annotations.Nullable WorkloadSeen workload) {
    return workload != null && workload.rollout() != null && workload.rollout().running();
  }

  static List<Finding> notReady(SubjectState state, AlertRule rule, Instant asOf) {
    List<PodSeen> pods = Containers.pods(state);
    List<PodSeen> unready =
        pods.stream()
            .filter(pod -> "Running".equals(pod.phase()) && Boolean.FALSE.equals(pod.ready()))
            .toList();
    if (unready.isEmpty()) {
      return List.of(Finding.of("", Signal.CLEAR));
    }
    PodSeen first = unready.getFirst();
    String says = Objects.requireNonNullElse(first.readyMessage(), "no more is said");
    return List.of(
        Finding.holds(
                "",
                first.readySince(),
                "%d of %d pods run and are not ready: %s (%s)"
                    .formatted(unready.size(), pods.size(), Containers.names(unready), says))
            .critically(pods.stream().noneMatch(pod -> Boolean.TRUE.equals(pod.ready())))
            .with(
                Map.of(
                    "pods", Integer.toString(unready.size()),
                    "of", Integer.toString(pods.size()),
                    "pod", first.name()))
            .onLostNodes(Containers.lostNodesOf(unready)));
  }

  static List<Finding> unschedulable(SubjectState state, AlertRule rule, Instant asOf) {
    List<PodSeen> waiting = Containers.pods(state).stream().filter(PodSeen::unschedulable).toList();
    if (waiting.isEmpty()) {
      return List.of(Finding.of("", Signal.CLEAR));
    }
    PodSeen first = waiting.getFirst();
    Instant since = Objects.requireNonNullElse(first.scheduledSince(), asOf);
    Duration patience = Parameters.duration(rule, "criticalAfter", Duration.ofMinutes(15));
    return List.of(
        Finding.holds(
                "",
                first.scheduledSince(),
                "No node takes %d pod%s: %s (%s)"
                    .formatted(
                        waiting.size(),
                        waiting.size() == 1 ? "" : "s",
                        Containers.names(waiting),
                        Objects.requireNonNullElse(first.scheduledMessage(), "no more is said")))
            .critically(!asOf.isBefore(since.plus(patience)))
            .with(Map.of("pods", Integer.toString(waiting.size()), "pod", first.name())));
  }
}
