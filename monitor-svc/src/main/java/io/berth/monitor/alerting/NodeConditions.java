/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.Observation.NodeSeen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Nodes. */
final class NodeConditions {

  private NodeConditions() {}

  /** A node that somebody cordoned is looked after already. */
  static List<Finding> notReady(SubjectState state, AlertRule rule, Instant asOf) {
    NodeSeen node = state.node();
    if (node == null || "True".equals(node.ready()) || node.unschedulable()) {
      return List.of(Finding.of("", Signal.CLEAR));
    }
    String says = Objects.requireNonNullElse(node.message(), "no more is said");
    return List.of(
        Finding.holds(
                "",
                node.since(),
                "Node %s is not ready: %s".formatted(state.subject().name(), says))
            .with(Map.of("ready", node.ready())));
  }
}
