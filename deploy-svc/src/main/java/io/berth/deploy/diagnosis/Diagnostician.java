/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Diagnoses why a roll-out does not become ready. A pure function of its arguments. */
public final class Diagnostician {

  /**
   * Hundreds of pods fail for the same reason as the first hundred, and each inspection costs time.
   */
  private static final int MAX_PODS = 100;

  private static final Comparator<PodInspection> FAILING_FIRST =
      Comparator.comparing(
              (PodInspection inspection) -> inspection.isReady() && !inspection.isTerminating())
          .thenComparing(
              inspection -> String.valueOf(inspection.pod().getMetadata().getCreationTimestamp()));

  /** All checks of a pod, the most specific first. */
  private static final List<Function<PodInspection, Optional<RolloutFinding>>> POD_CHECKS =
      Stream.of(ImageChecks.ALL, CrashChecks.ALL, SchedulingChecks.ALL, ProbeChecks.ALL)
          .flatMap(List::stream)
          .toList();

  /** A terminating pod ends without having crashed; only whether it can terminate is checked. */
  private static final List<Function<PodInspection, Optional<RolloutFinding>>> TERMINATING_CHECKS =
      List.of(SchedulingChecks::nodeLost, ProbeChecks::terminating);

  private Diagnostician() {}

  /**
   * The most specific finding: about the whole roll-out first, then that of the oldest failing pod,
   * then that ready pods do not count.
   */
  public static Optional<RolloutFinding> diagnose(DiagnosisInput input) {
    Stream<RolloutFinding> ofPods =
        failingPods(input)
            .map(PodFinding::finding)
            .map(finding -> input.eventsPending() ? finding.asProvisional() : finding);
    return Stream.concat(rejection(input).stream(), ofPods)
        .findFirst()
        .or(() -> AvailabilityCheck.check(input.deployment(), inspections(input).toList()));
  }

  /** A pod with its finding. */
  private record PodFinding(PodInspection inspection, RolloutFinding finding) {
    Pod pod() {
      return inspection.pod();
    }
  }

  /** The most specific first; one that concludes nothing yet hides no other. */
  private static Stream<PodFinding> failingPods(DiagnosisInput input) {
    return inspections(input)
        .flatMap(
            inspection ->
                finding(inspection).map(found -> new PodFinding(inspection, found)).stream())
        .sorted(
            Comparator.comparing((PodFinding bad) -> bad.finding().provisional())
                .thenComparing(bad -> bad.finding().cause())
                .thenComparing(bad -> bad.finding().since()));
  }

  private static Optional<RolloutFinding> finding(PodInspection pod) {
    return (pod.isTerminating() ? TERMINATING_CHECKS : POD_CHECKS)
        .stream().map(check -> check.apply(pod)).flatMap(Optional::stream).findFirst();
  }

  private static Stream<PodInspection> inspections(DiagnosisInput input) {
    Map<String, List<Event>> events = input.eventsByPod();
    Stream<PodInspection> all =
        input.pods().stream()
            .map(
                pod ->
                    new PodInspection(
                        pod,
                        events.getOrDefault(String.valueOf(pod.getMetadata().getName()), List.of()),
                        input.logs()));
    return input.pods().size() <= MAX_PODS ? all : all.sorted(FAILING_FIRST).limit(MAX_PODS);
  }

  /** The pods whose events should be fetched first; those that have no container yet come last. */
  public static List<Pod> suspects(DiagnosisInput input, int most) {
    return Stream.concat(
            failingPods(input).map(PodFinding::pod),
            inspections(input).filter(PodInspection::isBeforeContainers).map(PodInspection::pod))
        .distinct()
        .limit(most)
        .toList();
  }

  /**
   * Whether a pod waits for its first container for so long that something holds it, such as a
   * volume: its status does not say what, only Events do.
   */
  public static boolean isHeld(DiagnosisInput input, Instant asOf) {
    return inspections(input).anyMatch(pod -> SchedulingChecks.isHeldBeforeContainers(pod, asOf));
  }

  /**
   * A container whose log should be fetched.
   *
   * @param container its name; null where the pod has none yet
   */
  public record UsefulLog(Pod pod, @Nullable String container) {}

  /** The containers whose logs should be fetched: they ended, or run without becoming ready. */
  public static List<UsefulLog> usefulLogs(DiagnosisInput input) {
    return inspections(input)
        .filter(inspection -> inspection.terminated().isPresent() || inspection.isRunning())
        .filter(inspection -> !inspection.isReady() && !inspection.isTerminating())
        .sorted(Comparator.comparing(PodInspection::createdAt))
        .limit(1)
        .map(
            it ->
                new UsefulLog(it.pod(), it.container().map(ContainerStatus::getName).orElse(null)))
        .toList();
  }

  /**
   * A pod of which only an Event can say what is the matter, while none does.
   *
   * @param eventDelay how long after it was first seen so the Event may still come
   */
  public record UnexplainedPod(Pod pod, Duration eventDelay) {}

  /** Why an image is not pulled, and, for the pod that the diagnosis is about, who ended it. */
  public static List<UnexplainedPod> unexplainedPods(DiagnosisInput input) {
    return Stream.concat(
            inspections(input)
                .filter(ImageChecks::isUnexplainedBackOff)
                .map(pod -> new UnexplainedPod(pod.pod(), Duration.ZERO)),
            failingPods(input)
                .limit(1)
                .map(PodFinding::inspection)
                .filter(CrashChecks::isUnexplainedEnd)
                .map(pod -> new UnexplainedPod(pod.pod(), CrashChecks.eventDelay(pod))))
        .toList();
  }

  /** The diagnosis where nothing was found. */
  public static Diagnosis unknown() {
    return new Diagnosis(
        Cause.UNKNOWN,
        "The roll-out did not become ready in time, and neither the pods nor the events say why.",
        List.of(),
        List.of("Look at the application's log.", "Give the command a longer deadline."));
  }

  private static Optional<RolloutFinding> rejection(DiagnosisInput input) {
    if (input.deployment().getStatus() == null) {
      return Optional.empty();
    }
    return input.deployment().getStatus().getConditions().stream()
        .filter(condition -> "ReplicaFailure".equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .findFirst()
        .map(condition -> rejection(input, condition));
  }

  private static RolloutFinding rejection(DiagnosisInput input, DeploymentCondition condition) {
    String object = WorkloadKind.label(input.deployment());
    String message = condition.getMessage() == null ? "" : condition.getMessage();
    return new RolloutFinding(
        RejectionDiagnosis.explain(message, new Evidence("status", object, message)),
        condition.getLastTransitionTime() == null
            ? Instant.EPOCH
            : Instant.parse(condition.getLastTransitionTime()));
  }
}
