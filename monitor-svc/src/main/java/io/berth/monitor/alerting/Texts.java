/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What an alert says to people. It keeps what it said while the condition held. */
final class Texts {

  private static final int LONGEST = 2000;

  private Texts() {}

  static AlertState say(AlertState alert, AlertRule rule, Finding finding, SubjectState state) {
    if (finding.signal() != Signal.HOLDS) {
      return alert;
    }
    Map<String, String> says = new HashMap<>(finding.values());
    says.put("summary", rule.summary());
    says.put("description", cut(finding.description()));
    says.put("runbook", rule.runbook());
    WorkloadSeen workload = state.workload();
    if (workload != null && !workload.evidence().isEmpty()) {
      says.put("evidence", cut(String.join("\n", workload.evidence())));
    }
    return alert
        .change()
        .says(
            Objects.requireNonNullElse(finding.severity(), rule.severity()),
            says,
            finding.occurredAt())
        .done();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
