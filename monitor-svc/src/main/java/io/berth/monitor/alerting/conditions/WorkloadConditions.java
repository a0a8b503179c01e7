/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.observation.AppSnapshot;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.RolloutSnapshot;
import io.berth.monitor.startup.Availability;
import io.berth.monitor.startup.Availability.AvailabilityPhase;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Conditions of a Deployment's replicas. */
final class WorkloadConditions {

  private WorkloadConditions() {}

  static List<ConditionResult> rolloutStuck(
      SubjectObservations seen, AlertRule rule, Instant asOf) {
    RolloutSnapshot rollout = rollout(seen);
    if (rollout == null || !rollout.deadlineExceeded()) {
      return clear();
    }
    if (!rollout.current()) {
      // The condition is about an older generation; the controller has not updated it yet.
      return between();
    }
    String message = Objects.requireNonNullElse(rollout.message(), "no more is said");
    return List.of(
        ConditionResult.holds(
                "",
                rollout.since(),
                "The roll-out made no progress before its deadline, with %d of %d replicas updated: %s"
                    .formatted(rollout.updated(), rollout.wanted(), message))
            .withValues(counts(rollout)));
  }

  /**
   * Holds where no replica is available although one was before and nobody scaled it down, or where
   * the time allowed for the start is over. A workload that is still starting neither raises nor
   * resolves the alert.
   */
  static List<ConditionResult> down(SubjectObservations seen, AlertRule rule, Instant asOf) {
    RolloutSnapshot rollout = rollout(seen);
    if (rollout == null || rollout.wanted() == 0 || rollout.available() > 0) {
      return clear();
    }
    Availability known = seen.startup().availability();
    if (known == null || known.phase() != AvailabilityPhase.STARTING) {
      String since = known == null ? "" : " since " + known.since();
      return unavailable(seen, rollout, known, AlertReasons.BECAME_UNAVAILABLE, since);
    }
    // holdFor counts as part of the startup budget, not in addition to it.
    return StartupDeadlines.isOverdue(seen, asOf.plus(rule.holdFor()))
        ? unavailable(
            seen,
            rollout,
            known,
            AlertReasons.STARTUP_BUDGET_EXCEEDED,
            ", and the time that its probes and the roll-out's deadline allow for the start, which"
                + " began at "
                + known.since()
                + ", is over")
        : between();
  }

  private static List<ConditionResult> unavailable(
      SubjectObservations seen,
      RolloutSnapshot rollout,
      @Nullable Availability known,
      String reason,
      String more) {
    Map<String, String> values = new HashMap<>(counts(rollout));
    values.put(AlertReasons.KEY, reason);
    return List.of(
        ConditionResult.holds(
                "",
                known == null ? null : known.since(),
                "None of %d wanted replicas is available%s".formatted(rollout.wanted(), more))
            .withValues(values)
            .withLostNodes(ContainerQueries.lostNodesOf(ContainerQueries.pods(seen))));
  }

  /**
   * Clear for an application that was scaled to zero on purpose. While a canary or preview runs in
   * parallel, the replicas of both releases count.
   */
  static List<ConditionResult> belowPolicyReplicas(
      SubjectObservations seen, AlertRule rule, Instant asOf) {
    RolloutSnapshot rollout = rollout(seen);
    WorkloadObserved workload = seen.workload();
    double minReplicas = RuleParameters.number(rule, "replicas", 3);
    if (rollout == null
        || workload == null
        || !workload.berth()
        || !workload.production()
        || rollout.wanted() == 0
        || totalReplicas(workload, rollout) >= minReplicas) {
      return clear();
    }
    return List.of(
        ConditionResult.holds(
                "",
                null,
                "%d replicas are wanted; in production the policy wants at least %d"
                    .formatted(rollout.wanted(), (long) minReplicas))
            .withValues(counts(rollout)));
  }

  private static int totalReplicas(WorkloadObserved workload, RolloutSnapshot rollout) {
    AppSnapshot app = workload.app();
    if (app == null) {
      return rollout.wanted();
    }
    return app.stable()
        ? Math.max(rollout.wanted(), Objects.requireNonNullElse(app.total(), 0))
        : Integer.MAX_VALUE;
  }

  private static @Nullable RolloutSnapshot rollout(SubjectObservations seen) {
    WorkloadObserved workload = seen.workload();
    return workload == null ? null : workload.rollout();
  }

  private static List<ConditionResult> clear() {
    return List.of(ConditionResult.of("", ConditionStatus.CLEAR));
  }

  private static List<ConditionResult> between() {
    return List.of(ConditionResult.of("", ConditionStatus.BETWEEN));
  }

  private static Map<String, String> counts(RolloutSnapshot rollout) {
    return Map.of(
        "wanted", Integer.toString(rollout.wanted()),
        "available", Integer.toString(rollout.available()),
        "updated", Integer.toString(rollout.updated()));
  }
}
