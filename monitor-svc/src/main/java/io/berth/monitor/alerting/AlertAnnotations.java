/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.conditions.ConditionResult;
import io.berth.monitor.alerting.conditions.ConditionStatus;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The texts of an alert. It keeps those of the last evaluation at which its condition held. */
final class AlertAnnotations {

  private static final int MAX_LENGTH = 2000;

  private AlertAnnotations() {}

  static AlertState update(
      AlertState alert, AlertRule rule, ConditionResult result, SubjectState state) {
    if (result.status() != ConditionStatus.HOLDS) {
      return alert;
    }
    Map<String, String> annotations = new HashMap<>(result.values());
    annotations.put("summary", rule.summary());
    annotations.put("description", truncate(result.description()));
    annotations.put("runbook", rule.runbook());
    WorkloadObserved workload = state.workload();
    if (workload != null && !workload.evidence().isEmpty()) {
      annotations.put("evidence", truncate(String.join("\n", workload.evidence())));
    }
    return alert.withDetails(
        Objects.requireNonNullElse(result.severity(), rule.severity()),
        annotations,
        result.occurredAt());
  }

  private static String truncate(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…";
  }
}
