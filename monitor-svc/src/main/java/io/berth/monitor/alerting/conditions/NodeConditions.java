/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.observation.Observation.NodeObserved;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Conditions of nodes. */
final class NodeConditions {

  private NodeConditions() {}

  /** Clear for a cordoned node: somebody is already working on it. */
  static List<ConditionResult> notReady(SubjectObservations seen, AlertRule rule, Instant asOf) {
    NodeObserved node = seen.node();
    if (node == null || "True".equals(node.ready()) || node.unschedulable()) {
      return List.of(ConditionResult.of("", ConditionStatus.CLEAR));
    }
    String message = Objects.requireNonNullElse(node.message(), "no more is said");
    return List.of(
        ConditionResult.holds(
                "",
                node.since(),
                "Node %s is not ready: %s".formatted(seen.subject().name(), message))
            .withValues(Map.of("ready", node.ready())));
  }
}
