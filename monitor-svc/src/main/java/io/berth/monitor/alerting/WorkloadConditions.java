/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a Deployment says of its replicas. */
final class WorkloadConditions {

  private WorkloadConditions() {}

  static List<Finding> rolloutStuck(SubjectState state, AlertRule rule, Instant asOf) {
    RolloutSeen rollout = rollout(state);
    if (rollout == null || !rollout.deadlineExceeded()) {
      return clear();
    }
    String says = Objects.requireNonNullElse(rollout.message(), "no more is said");
    return List.of(
        Finding.holds(
                "",
                rollout.since(),
                "The roll-out made no progress before its deadline, with %d of %d replicas updated: %s"
                    .formatted(rollout.updated(), rollout.wanted(), says))
            .with(counts(rollout)));
  }

  static List<Finding> down(SubjectState state, AlertRule rule, Instant asOf) {
    RolloutSeen rollout = rollout(state);
    if (rollout == null || rollout.wanted() == 0 || rollout.available() > 0) {
      return clear();
    }
    return List.of(
        Finding.holds(
                "", null, "None of %d wanted replicas is available".formatted(rollout.wanted()))
            .with(counts(rollout))
            .onLostNodes(Containers.lostNodesOf(Containers.pods(state))));
  }

  /** An application that was stopped is not below the policy: it has no replicas on purpose. */
  static List<Finding> belowPolicyReplicas(SubjectState state, AlertRule rule, Instant asOf) {
    RolloutSeen rollout = rollout(state);
    WorkloadSeen workload = state.workload();
    double least = Parameters.number(rule, "replicas", 3);
    if (rollout == null
        || workload == null
        || !workload.berth()
        || !workload.production()
        || rollout.wanted() == 0
        || rollout.wanted() >= least) {
      return clear();
    }
    return List.of(
        Finding.holds(
                "",
                null,
                "%d replicas are wanted; in production the policy wants at least %d"
                    .formatted(rollout.wanted(), (long) least))
            .with(counts(rollout)));
  }

  private static @Nullable RolloutSeen rollout(SubjectState state) {
    WorkloadSeen workload = state.workload();
    return workload == null ? null : workload.rollout();
  }

  private static List<Finding> clear() {
    return List.of(Finding.of("", Signal.CLEAR));
  }

  private static Map<String, String> counts(RolloutSeen rollout) {
    return Map.of(
        "wanted", Integer.toString(rollout.wanted()),
        "available", Integer.toString(rollout.available()),
        "updated", Integer.toString(rollout.updated()));
  }
}
