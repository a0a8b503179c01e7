/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.observation.Observation.MetricsSourceObserved;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Whether the metrics sources return samples at all. */
final class MetricsConditions {

  private MetricsConditions() {}

  /** One alert for the cluster, however many of its nodes fail; critical where all of them do. */
  static List<ConditionResult> sourceDown(SubjectObservations seen, AlertRule rule, Instant asOf) {
    MetricsSourceObserved observed = seen.metricsSource();
    if (observed == null || observed.failing() == 0) {
      return List.of(ConditionResult.of("", ConditionStatus.CLEAR));
    }
    return List.of(
        ConditionResult.holds("", null, observed.description())
            .withCritical(observed.failing() >= observed.nodes())
            .withValues(
                Map.of(
                    "hint", observed.remedy(),
                    "nodes", Integer.toString(observed.nodes()),
                    "failing", Integer.toString(observed.failing()))));
  }
}
