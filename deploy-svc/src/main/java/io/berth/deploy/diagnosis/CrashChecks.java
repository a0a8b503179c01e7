/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.COMMAND_NOT_FOUND;
import static io.berth.events.operation.Diagnosis.Cause.CONTAINER_CRASHED;
import static io.berth.events.operation.Diagnosis.Cause.LIVENESS_PROBE_FAILING;
import static io.berth.events.operation.Diagnosis.Cause.OUT_OF_MEMORY;
import static io.berth.events.operation.Diagnosis.Cause.POD_EVICTED;
import static io.berth.events.operation.Diagnosis.Cause.STARTUP_PROBE_FAILING;

import io.berth.events.operation.Diagnosis.Evidence;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks for containers that ran and ended. */
final class CrashChecks {

  static final List<Function<PodInspection, Optional<RolloutFinding>>> ALL =
      List.of(
          CrashChecks::evicted,
          CrashChecks::memory,
          CrashChecks::command,
          CrashChecks::killedByProbe,
          CrashChecks::killedWithoutRequest,
          CrashChecks::crash);

  private static final int SIGKILL = 128 + 9;
  private static final int SIGTERM = 128 + 15;

  /**
   * A kubelet sends Events in the background, 5 a second: where many of its pods fail, their status
   * overtakes them by some 20 s.
   */
  private static final Duration MAX_EVENT_LAG = Duration.ofSeconds(30);

  private static final String MEMORY_ADVICE =
      "Raise limits.memoryBytes, or make the application use less (for Java: a heap of at most"
          + " three quarters of the limit).";

  private CrashChecks() {}

  /**
   * Whether a container has ended, not for its memory, and the Events that are known neither say
   * that a probe ended it nor go on beyond its end.
   */
  static boolean isUnexplainedEnd(PodInspection pod) {
    Optional<ContainerStateTerminated> end =
        failed(pod).filter(ended -> !"OOMKilled".equals(ended.getReason()));
    return end.isPresent()
        && killedByProbe(pod).isEmpty()
        && end.map(ContainerStateTerminated::getFinishedAt)
            .map(EventTimes::instant)
            .filter(pod::hasEventAfter)
            .isEmpty();
  }

  /** How long after a container's end the Event that explains it may still come. */
  static Duration eventDelay(PodInspection pod) {
    return pod.hasKillingProbe() || isKilled(pod) ? MAX_EVENT_LAG : Duration.ZERO;
  }

  /** Whether it ended by a signal: hardly anybody but the kubelet sends one. */
  private static boolean isKilled(PodInspection pod) {
    int code = failed(pod).map(ContainerStateTerminated::getExitCode).orElse(0);
    return code == SIGKILL || code == SIGTERM;
  }

  private static Optional<RolloutFinding> evicted(PodInspection pod) {
    return Optional.ofNullable(pod.pod().getStatus())
        .filter(status -> "Evicted".equals(status.getReason()))
        .map(
            status ->
                pod.finding(
                    POD_EVICTED,
                    "The node ran short of something and put the pod out.",
                    List.of(pod.evidence("status", status.getMessage())),
                    "Ask for what the application really uses; a higher tier is put out later."));
  }

  private static Optional<RolloutFinding> memory(PodInspection pod) {
    return failed(pod)
        .filter(end -> "OOMKilled".equals(end.getReason()))
        .map(
            _ ->
                pod.finding(
                    OUT_OF_MEMORY,
                    pod.blocking().named() + " used more memory than its limit and was killed.",
                    pod.terminationEvidence(),
                    MEMORY_ADVICE));
  }

  private static Optional<RolloutFinding> command(PodInspection pod) {
    boolean unstartable =
        pod.waiting()
            .map(ContainerStateWaiting::getReason)
            .filter(reason -> reason.equals("RunContainerError") || reason.equals("StartError"))
            .isPresent();
    boolean exit =
        failed(pod)
            .map(ContainerStateTerminated::getExitCode)
            .filter(code -> code == 126 || code == 127 || code == 128)
            .isPresent();
    return unstartable || exit
        ? Optional.of(
            pod.finding(
                COMMAND_NOT_FOUND,
                pod.blocking().isOwn()
                    ? "The program that the container is to run is not in the image, or cannot be"
                        + " run."
                    : pod.blocking().named()
                        + " is to run a program that is not in its image, or cannot be run.",
                unstartable ? with(pod, pod.waitingMessage(), "status") : pod.terminationEvidence(),
                "Check the image's entry point and 'args'."))
        : Optional.empty();
  }

  /**
   * By probe events of the last run or the current one: an earlier run may have ended for another
   * reason. Where this one was killed too, those of an earlier run count: the Events may lag.
   */
  private static Optional<RolloutFinding> killedByProbe(PodInspection pod) {
    if (pod.restarts() == 0 && pod.terminated().isEmpty()) {
      return Optional.empty(); // its probe fails, and has not killed it yet
    }
    Instant from = isKilled(pod) ? Instant.MIN : pod.lastRunSince();
    return pod.eventMessage("Unhealthy", "Liveness probe", from)
        .map(
            message ->
                pod.finding(
                    LIVENESS_PROBE_FAILING,
                    pod.blocking().named()
                        + " is restarted again and again because its liveness probe fails.",
                    with(pod, message),
                    "Check the probe's path and port.",
                    "If the application needs long to start, give it a startup probe."))
        .or(
            () ->
                pod.eventMessage("Unhealthy", "Startup probe", from)
                    .map(
                        message ->
                            pod.finding(
                                STARTUP_PROBE_FAILING,
                                pod.blocking().named()
                                    + " is restarted because it does not pass its startup"
                                    + " probe in time.",
                                with(pod, message),
                                "Raise the probe's failureThreshold or period; check its path and"
                                    + " port.")));
  }

  /**
   * Killed at its memory limit, but the container runtime read the kernel's notice too late and
   * gives {@code Error} instead of {@code OOMKilled} as the reason. A kubelet that kills a
   * container itself sends the Event {@code Killing}.
   */
  private static Optional<RolloutFinding> killedWithoutRequest(PodInspection pod) {
    return failed(pod)
        .filter(end -> end.getExitCode() != null && end.getExitCode() == SIGKILL)
        .filter(_ -> pod.limitsMemory())
        .filter(_ -> pod.eventMessage("Killing", "", pod.lastRunSince()).isEmpty())
        .map(
            _ ->
                pod.finding(
                    OUT_OF_MEMORY,
                    pod.blocking().named()
                        + " was killed (SIGKILL) and Kubernetes did not ask for it, so most"
                        + " likely it used more memory than its limit; its node did not say.",
                    pod.terminationEvidence(),
                    MEMORY_ADVICE,
                    "If it uses far less than its limit, look for what kills processes on its node"
                        + " or inside the container."));
  }

  private static Optional<RolloutFinding> crash(PodInspection pod) {
    return failed(pod)
        .map(
            end ->
                pod.finding(
                    CONTAINER_CRASHED,
                    pod.blocking().program()
                        + " ends by itself"
                        + (pod.blocking().isInit() ? "" : " soon after it starts,")
                        + " with exit code "
                        + end.getExitCode()
                        + (pod.blocking().isInit()
                            ? "; the application starts only after it has ended with 0."
                            : "."),
                    pod.terminationEvidence(),
                    "Read its last lines: they mostly name the cause.",
                    "Start the same image with the same environment variables elsewhere."));
  }

  private static List<Evidence> with(PodInspection pod, String message) {
    return with(pod, message, "event");
  }

  private static List<Evidence> with(PodInspection pod, String message, String source) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(pod.evidence(source, message));
    evidence.addAll(pod.terminationEvidence());
    return evidence;
  }

  private static Optional<ContainerStateTerminated> failed(PodInspection pod) {
    return pod.isReady() ? Optional.empty() : pod.terminated();
  }
}
