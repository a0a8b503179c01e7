/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.events.alert.AlertRule.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of a condition for one alert.
 *
 * @param container its name; empty where the alert is about the whole subject
 * @param status of the condition
 * @param severity overrides the rule's; null for the rule's
 * @param occurredAt when the reported event happened; null where that is unknown
 * @param description in a sentence, with its values
 * @param values by name, for the annotations
 * @param lostNodes nodes that are not ready and on which all of the pods concerned are
 */
public record ConditionResult(
    String container,
    ConditionStatus status,
    @Nullable Severity severity,
    @Nullable Instant occurredAt,
    String description,
    Map<String, String> values,
    Set<String> lostNodes) {

  public ConditionResult {
    values = Map.copyOf(values);
    lostNodes = Set.copyOf(lostNodes);
  }

  public static ConditionResult of(String container, ConditionStatus status) {
    return new ConditionResult(container, status, null, null, "", Map.of(), Set.of());
  }

  static ConditionResult holds(String container, @Nullable Instant since, String description) {
    return new ConditionResult(
        container, ConditionStatus.HOLDS, null, since, description, Map.of(), Set.of());
  }

  ConditionResult withCritical(boolean critical) {
    Severity worse = critical ? Severity.CRITICAL : severity;
    return new ConditionResult(
        container, status, worse, occurredAt, description, values, lostNodes);
  }

  ConditionResult withValues(Map<String, String> newValues) {
    return new ConditionResult(
        container, status, severity, occurredAt, description, newValues, lostNodes);
  }

  ConditionResult withLostNodes(Set<String> nodes) {
    return new ConditionResult(container, status, severity, occurredAt, description, values, nodes);
  }
}
