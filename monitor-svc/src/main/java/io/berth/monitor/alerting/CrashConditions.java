/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.ContainerSeen.Ended;
import io.berth.monitor.alerting.Containers.InPod;
import io.berth.monitor.alerting.History.Kill;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Containers that end and should not. */
final class CrashConditions {

  private static final Duration JUST_NOW = Duration.ofSeconds(30);

  private CrashConditions() {}

  /**
   * Waits for CrashLoopBackOff, restarted often lately, or is between two runs of which the last
   * ended badly: a loop is one condition, also in the moments in which the container runs.
   */
  static List<Finding> crashLooping(SubjectState state, AlertRule rule, Instant asOf) {
    return Containers.byName(state).entrySet().stream()
        .map(entry -> crashLooping(state, rule, asOf, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Finding crashLooping(
      SubjectState state, AlertRule rule, Instant asOf, String name, List<InPod> all) {
    Instant since = asOf.minus(Parameters.duration(rule, "window", Duration.ofMinutes(10)));
    double enough = Parameters.number(rule, "restarts", 3);
    List<InPod> crashing =
        all.stream()
            .filter(
                in ->
                    loops(in.container(), since)
                        || state.history().restartsOf(name, in.pod().name(), since) >= enough)
            .toList();
    if (crashing.isEmpty()) {
      return Finding.of(name, Signal.CLEAR);
    }
    InPod worst = Containers.mostRestarts(crashing);
    boolean critical =
        worst.container().restarts() >= Parameters.number(rule, "criticalRestarts", 10)
            || crashing.size() == pods(state);
    return Finding.holds(name, ended(worst), describe(name, crashing, worst))
        .critically(critical)
        .with(values(worst, crashing.size()))
        .onLostNodes(Containers.lostNodes(crashing));
  }

  private static boolean loops(ContainerSeen container, Instant since) {
    Ended end = container.end();
    boolean endedBadly =
        end != null
            && end.exitCode() != 0
            && end.finishedAt() != null
            && end.finishedAt().isAfter(since);
    return container.waitsFor("CrashLoopBackOff")
        || (!container.ready() && container.restarts() > 0 && endedBadly);
  }

  /** Killed for its memory just now, or killed and not ready since. */
  static List<Finding> oomKilled(SubjectState state, AlertRule rule, Instant asOf) {
    return Containers.byName(state).entrySet().stream()
        .map(entry -> oomKilled(state, rule, asOf, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Finding oomKilled(
      SubjectState state, AlertRule rule, Instant asOf, String name, List<InPod> all) {
    List<Kill> kills =
        state.history().killsOf(name, Instant.EPOCH).stream()
            .filter(kill -> kill.at().isAfter(asOf.minus(JUST_NOW)) || !readyAgain(all, kill))
            .toList();
    if (kills.isEmpty()) {
      return Finding.of(name, Signal.CLEAR);
    }
    Kill last = kills.getLast();
    Duration window = Parameters.duration(rule, "window", Duration.ofMinutes(30));
    int lately = state.history().killsOf(name, asOf.minus(window)).size();
    String description =
        "Container '%s' of pod %s was killed at %s for using more memory than its limit; %d times lately"
            .formatted(name, last.pod(), last.at(), Math.max(1, lately));
    return Finding.holds(name, last.at(), description)
        .critically(lately >= Parameters.number(rule, "criticalKills", 3))
        .with(Map.of("kills", Integer.toString(lately), "pod", last.pod(), "exitCode", "137"));
  }

  /** A pod that is not there any more cannot be waited for. */
  private static boolean readyAgain(List<InPod> all, Kill kill) {
    return all.stream()
        .filter(in -> in.pod().name().equals(kill.pod()))
        .allMatch(in -> in.container().ready());
  }

  private static int pods(SubjectState state) {
    WorkloadSeen workload = state.workload();
    return workload == null ? 0 : workload.pods().size();
  }

  private static @org.jspecify.annotations.Nullable Instant ended(InPod in) {
    Ended end = in.container().end();
    return end == null ? null : end.finishedAt();
  }

  private static String describe(String name, List<InPod> crashing, InPod worst) {
    Ended end = worst.container().end();
    return "Container '%s' of %d pod%s keeps ending; in pod %s it restarted %d times%s"
        .formatted(
            name,
            crashing.size(),
            crashing.size() == 1 ? "" : "s",
            worst.pod().name(),
            worst.container().restarts(),
            end == null
                ? ""
                : ", last with exit code %d (%s)"
                    .formatted(end.exitCode(), ExitCodes.explain(end)));
  }

  private static Map<String, String> values(InPod worst, int pods) {
    Ended end = worst.container().end();
    return Map.of(
        "restarts", Integer.toString(worst.container().restarts()),
        "pods", Integer.toString(pods),
        "pod", worst.pod().name(),
        "exitCode", end == null ? "unknown" : Integer.toString(end.exitCode()),
        "reason", end == null ? "unknown" : Objects.requireNonNullElse(end.reason(), "unknown"));
  }
}
