/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.conditions.ContainerQueries.PodContainer;
import io.berth.monitor.observation.ContainerHistory.OomKill;
import io.berth.monitor.observation.ContainerSnapshot;
import io.berth.monitor.observation.ContainerSnapshot.Termination;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Containers that terminate unexpectedly. */
final class CrashConditions {

  private static final Duration RECENT = Duration.ofSeconds(30);

  private CrashConditions() {}

  /**
   * Holds while a container waits in CrashLoopBackOff, restarted often recently, or is between two
   * runs of which the last failed, so that the condition also covers the moments in which the
   * container runs. One termination is not a loop: many applications exit once because a dependency
   * is not available yet.
   */
  static List<ConditionResult> crashLooping(
      SubjectObservations seen, AlertRule rule, Instant asOf) {
    return ContainerQueries.byName(seen).entrySet().stream()
        .map(entry -> crashLooping(seen, rule, asOf, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static ConditionResult crashLooping(
      SubjectObservations seen, AlertRule rule, Instant asOf, String name, List<PodContainer> all) {
    Instant since = asOf.minus(RuleParameters.duration(rule, "window", Duration.ofMinutes(10)));
    double minRestarts = RuleParameters.number(rule, "restarts", 3);
    List<PodContainer> crashing =
        all.stream()
            .filter(
                in ->
                    isCrashLooping(in.container(), since)
                        || seen.history().restartsOf(name, in.pod().name(), since) >= minRestarts)
            .toList();
    if (crashing.isEmpty()) {
      return ConditionResult.of(name, ConditionStatus.CLEAR);
    }
    PodContainer worst = ContainerQueries.mostRestarts(crashing);
    boolean critical =
        worst.container().restarts() >= RuleParameters.number(rule, "criticalRestarts", 10)
            || crashing.size() == pods(seen);
    return ConditionResult.holds(name, terminatedAt(worst), describe(name, crashing, worst))
        .withCritical(critical)
        .withValues(values(worst, crashing.size()))
        .withLostNodes(ContainerQueries.lostNodes(crashing));
  }

  private static boolean isCrashLooping(ContainerSnapshot container, Instant since) {
    Termination end = ContainerQueries.lastTermination(container);
    boolean endedBadly =
        end != null
            && end.exitCode() != 0
            && end.finishedAt() != null
            && end.finishedAt().isAfter(since);
    return "CrashLoopBackOff".equals(container.waitingReason())
        || (!container.ready() && ContainerQueries.terminations(container) > 1 && endedBadly);
  }

  /** Recently OOM-killed, or OOM-killed and not ready since. */
  static List<ConditionResult> oomKilled(SubjectObservations seen, AlertRule rule, Instant asOf) {
    return ContainerQueries.byName(seen).entrySet().stream()
        .map(entry -> oomKilled(seen, rule, asOf, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static ConditionResult oomKilled(
      SubjectObservations seen, AlertRule rule, Instant asOf, String name, List<PodContainer> all) {
    List<OomKill> kills =
        seen.history().killsOf(name, Instant.EPOCH).stream()
            .filter(kill -> kill.at().isAfter(asOf.minus(RECENT)) || !isReadyAgain(all, kill))
            .toList();
    if (kills.isEmpty()) {
      return ConditionResult.of(name, ConditionStatus.CLEAR);
    }
    OomKill last = kills.getLast();
    Duration window = RuleParameters.duration(rule, "window", Duration.ofMinutes(30));
    int recentKills = seen.history().killsOf(name, asOf.minus(window)).size();
    String description =
        "Container '%s' of pod %s was killed at %s for using more memory than its limit; %d times lately"
            .formatted(name, last.pod(), last.at(), Math.max(1, recentKills));
    return ConditionResult.holds(name, last.at(), description)
        .withCritical(recentKills >= RuleParameters.number(rule, "criticalKills", 3))
        .withValues(
            Map.of("kills", Integer.toString(recentKills), "pod", last.pod(), "exitCode", "137"));
  }

  /** Kills of pods that no longer exist count as recovered. */
  private static boolean isReadyAgain(List<PodContainer> all, OomKill kill) {
    return all.stream()
        .filter(in -> in.pod().name().equals(kill.pod()))
        .allMatch(in -> in.container().ready());
  }

  private static int pods(SubjectObservations seen) {
    WorkloadObserved workload = seen.workload();
    return workload == null ? 0 : workload.pods().size();
  }

  private static @org.jspecify.annotations.Nullable Instant terminatedAt(PodContainer in) {
    Termination end = ContainerQueries.lastTermination(in.container());
    return end == null ? null : end.finishedAt();
  }

  private static String describe(String name, List<PodContainer> crashing, PodContainer worst) {
    Termination end = ContainerQueries.lastTermination(worst.container());
    return "Container '%s' of %d pod%s keeps ending; in pod %s it restarted %d times%s"
        .formatted(
            name,
            crashing.size(),
            crashing.size() == 1 ? "" : "s",
            worst.pod().name(),
            worst.container().restarts(),
            end == null
                ? ""
                : ", last with exit code %d (%s)".formatted(end.exitCode(), explain(end)));
  }

  private static String explain(Termination end) {
    if ("OOMKilled".equals(end.reason())) {
      return "it used more memory than its limit";
    }
    return switch (end.exitCode()) {
      case 0 -> "it ended by itself, as if it had nothing more to do";
      case 1 -> "an error of the application";
      case 126 -> "its command is not executable";
      case 127 -> "its command was not found";
      case 137 ->
          "it was killed (SIGKILL): it did not stop in time, or its node did not see that it used"
              + " more memory than its limit";
      case 139 -> "it broke the memory of its own process";
      case 143 -> "it was asked to stop";
      default -> "see its last log lines";
    };
  }

  private static Map<String, String> values(PodContainer worst, int pods) {
    Termination end = ContainerQueries.lastTermination(worst.container());
    return Map.of(
        "restarts", Integer.toString(worst.container().restarts()),
        "pods", Integer.toString(pods),
        "pod", worst.pod().name(),
        "exitCode", end == null ? "unknown" : Integer.toString(end.exitCode()),
        "reason", end == null ? "unknown" : Objects.requireNonNullElse(end.reason(), "unknown"));
  }
}
