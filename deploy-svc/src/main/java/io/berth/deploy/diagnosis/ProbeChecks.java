/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.READINESS_PROBE_FAILING;
import static io.berth.events.operation.Diagnosis.Cause.SLOW_START;
import static io.berth.events.operation.Diagnosis.Cause.STARTUP_PROBE_FAILING;
import static io.berth.events.operation.Diagnosis.Cause.STUCK_TERMINATING;
import static io.berth.events.operation.Diagnosis.Cause.WRONG_PORT;

import io.berth.events.operation.Diagnosis.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks for containers that run without becoming ready. */
final class ProbeChecks {

  static final List<Function<PodInspection, Optional<RolloutFinding>>> ALL =
      List.of(
          ProbeChecks::terminating,
          ProbeChecks::startup,
          ProbeChecks::readiness,
          ProbeChecks::slow);

  private static final String STARTUP = "Startup probe";
  private static final String READINESS = "Readiness probe";

  private ProbeChecks() {}

  static Optional<RolloutFinding> terminating(PodInspection pod) {
    return Optional.ofNullable(pod.pod().getMetadata().getDeletionTimestamp())
        .map(
            at ->
                pod.finding(
                    STUCK_TERMINATING,
                    "The pod is told to end and does not.",
                    List.of(pod.evidence("status", "to be deleted since " + at)),
                    "Make the application end on SIGTERM; it has "
                        + gracePeriod(pod)
                        + " seconds."));
  }

  private static long gracePeriod(PodInspection pod) {
    Long seconds =
        pod.pod().getSpec() == null ? null : pod.pod().getSpec().getTerminationGracePeriodSeconds();
    return seconds == null ? 30 : seconds;
  }

  /**
   * Provisional: a startup probe may fail as often as its threshold says, and the kubelet, whose
   * clock counts, ends the container when that is over.
   */
  private static Optional<RolloutFinding> startup(PodInspection pod) {
    return notReady(pod)
        .filter(it -> !it.blocking().isInit())
        .filter(it -> !it.hasPassedStartup())
        .flatMap(_ -> pod.eventMessage("Unhealthy", STARTUP))
        .map(
            message ->
                pod.finding(
                        STARTUP_PROBE_FAILING,
                        pod.blocking().program()
                            + " runs and has not passed its startup probe yet"
                            + pod.startupProbe()
                                .map(ProbeBudget::ofStartup)
                                .map(ProbeChecks::budget)
                                .orElse("")
                            + ".",
                        evidence(pod, message),
                        "Check the probe's path and port; give it more time by failureThreshold.",
                        "If the application needs that long, give the command a longer deadline.")
                    .asProvisional());
  }

  private static String budget(Duration budget) {
    return "; the probe gives its container " + budget.toSeconds() + " s from its start";
  }

  /**
   * Since its first failure: before that the kubelet waited for the startup probe or the initial
   * delay.
   */
  private static Optional<RolloutFinding> readiness(PodInspection pod) {
    return notReady(pod)
        .filter(it -> !it.blocking().isInit())
        .flatMap(_ -> pod.eventMessage("Unhealthy", READINESS))
        .map(message -> unready(pod, message))
        .map(
            finding ->
                finding.since(
                    pod.firstSeen("Unhealthy", READINESS),
                    pod.readinessProbe().map(ProbeBudget::ofFailures).orElse(Duration.ZERO)));
  }

  private static RolloutFinding unready(PodInspection pod, String message) {
    if (message.contains("connection refused")) {
      return pod.finding(
          WRONG_PORT,
          pod.blocking().program() + " runs but nothing listens where its readiness probe asks.",
          evidence(pod, message),
          "Compare the probe's port with the one that the application listens on; it must listen on"
              + " every address, not on localhost alone.");
    }
    return pod.finding(
        READINESS_PROBE_FAILING,
        pod.blocking().program() + " runs but answers its readiness probe with an error.",
        evidence(pod, message),
        "Ask the probe's path yourself; see in the log what the application waits for.");
  }

  private static Optional<RolloutFinding> slow(PodInspection pod) {
    return notReady(pod)
        .map(
            _ ->
                pod.blocking().isInit()
                    ? pod.finding(
                        SLOW_START,
                        pod.blocking().named()
                            + " runs and has not ended; the application starts only after it.",
                        evidence(pod, "not started since it was made at " + pod.createdAt()),
                        "See in its log what it waits for; it must end by itself, with 0.",
                        "If it needs that long, give the command a longer deadline.",
                        "If it is to run beside the application, make it one of the 'sidecars'.")
                    : pod.finding(
                        SLOW_START,
                        pod.blocking().program() + " has started and is not ready yet.",
                        evidence(pod, "not ready since it was made at " + pod.createdAt()),
                        "Give it a longer deadline, or see in the log what it waits for."));
  }

  private static Optional<PodInspection> notReady(PodInspection pod) {
    return pod.isRunning() && !pod.isReady() ? Optional.of(pod) : Optional.empty();
  }

  private static List<Evidence> evidence(PodInspection pod, String message) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(pod.evidence("event", message));
    pod.log().ifPresent(lines -> evidence.add(pod.evidence("log", lines)));
    return evidence;
  }
}
