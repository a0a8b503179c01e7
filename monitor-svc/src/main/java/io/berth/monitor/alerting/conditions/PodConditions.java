/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.conditions.ContainerQueries.PodContainer;
import io.berth.monitor.observation.ContainerSnapshot;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.PodSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Pods that cannot start or are not ready. */
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

  static List<ConditionResult> imagePullFailing(
      SubjectObservations seen, AlertRule rule, Instant asOf) {
    return ContainerQueries.byName(seen).entrySet().stream()
        .map(entry -> imagePullFailing(seen, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static ConditionResult imagePullFailing(
      SubjectObservations seen, String name, List<PodContainer> all) {
    List<PodContainer> failing = all.stream().filter(in -> waitsForImage(in.container())).toList();
    if (failing.isEmpty()) {
      return ConditionResult.of(name, ConditionStatus.CLEAR);
    }
    PodContainer first = failing.getFirst();
    String reason = Objects.requireNonNullElse(first.container().waitingReason(), "");
    String message = Objects.requireNonNullElse(first.container().waitingMessage(), reason);
    return ConditionResult.holds(
            name,
            null,
            "The image of container '%s' cannot be pulled in %d pod%s: %s"
                .formatted(name, failing.size(), failing.size() == 1 ? "" : "s", message))
        .withCritical(rollingOut(seen.workload()))
        .withValues(
            Map.of(
                "pods", Integer.toString(failing.size()),
                "pod", first.pod().name(),
                "reason", reason))
        .withLostNodes(ContainerQueries.lostNodes(failing));
  }

  private static boolean waitsForImage(ContainerSnapshot container) {
    return container.waitingReason() != null && IMAGE_REASONS.contains(container.waitingReason());
  }

  private static boolean rollingOut(@org.jspecify.annotations.Nullable WorkloadObserved workload) {
    return workload != null && workload.rollout() != null && workload.rollout().running();
  }

  /** Pods that are still within their startup budget neither raise nor resolve the alert. */
  static List<ConditionResult> notReady(SubjectObservations seen, AlertRule rule, Instant asOf) {
    List<PodSnapshot> pods = ContainerQueries.pods(seen);
    List<PodSnapshot> all =
        pods.stream()
            .filter(pod -> "Running".equals(pod.phase()) && Boolean.FALSE.equals(pod.ready()))
            .toList();
    // holdFor counts as part of the startup budget, not in addition to it.
    Instant until = asOf.plus(rule.holdFor());
    List<PodSnapshot> unready =
        all.stream().filter(pod -> !StartupDeadlines.isWithinDeadline(seen, pod, until)).toList();
    if (unready.isEmpty()) {
      return List.of(
          ConditionResult.of("", all.isEmpty() ? ConditionStatus.CLEAR : ConditionStatus.BETWEEN));
    }
    boolean neverReady = unready.stream().allMatch(PodSnapshot::neverReady);
    PodSnapshot first = unready.getFirst();
    String message = Objects.requireNonNullElse(first.readyMessage(), "no more is said");
    return List.of(
        ConditionResult.holds(
                "",
                first.readySince(),
                "%d of %d pods run and are not ready: %s (%s)"
                    .formatted(
                        unready.size(), pods.size(), ContainerQueries.names(unready), message))
            .withCritical(pods.stream().noneMatch(pod -> Boolean.TRUE.equals(pod.ready())))
            .withValues(
                Map.of(
                    "pods",
                    Integer.toString(unready.size()),
                    "of",
                    Integer.toString(pods.size()),
                    "pod",
                    first.name(),
                    AlertReasons.KEY,
                    neverReady
                        ? AlertReasons.STARTUP_BUDGET_EXCEEDED
                        : AlertReasons.BECAME_NOT_READY))
            .withLostNodes(ContainerQueries.lostNodesOf(unready)));
  }

  static List<ConditionResult> unschedulable(
      SubjectObservations seen, AlertRule rule, Instant asOf) {
    List<PodSnapshot> waiting =
        ContainerQueries.pods(seen).stream().filter(PodSnapshot::unschedulable).toList();
    if (waiting.isEmpty()) {
      return List.of(ConditionResult.of("", ConditionStatus.CLEAR));
    }
    PodSnapshot first = waiting.getFirst();
    Instant since = Objects.requireNonNullElse(first.scheduledSince(), asOf);
    Duration criticalAfter = RuleParameters.duration(rule, "criticalAfter", Duration.ofMinutes(15));
    return List.of(
        ConditionResult.holds(
                "",
                first.scheduledSince(),
                "No node takes %d pod%s: %s (%s)"
                    .formatted(
                        waiting.size(),
                        waiting.size() == 1 ? "" : "s",
                        ContainerQueries.names(waiting),
                        Objects.requireNonNullElse(first.scheduledMessage(), "no more is said")))
            .withCritical(!asOf.isBefore(since.plus(criticalAfter)))
            .withValues(Map.of("pods", Integer.toString(waiting.size()), "pod", first.name())));
  }
}
