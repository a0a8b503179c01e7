/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a condition found for one alert.
 *
 * @param container which container; empty where it is about the whole subject
 * @param signal what it says
 * @param severity other than the rule's; null for the rule's
 * @param occurredAt when the thing happened; null where nobody can say
 * @param description in a sentence, with its values
 * @param values the figures by name
 * @param lostNodes nodes that are not ready and on which all of the pods concerned are
 */
record Finding(
    String container,
    Signal signal,
    @Nullable Severity severity,
    @Nullable Instant occurredAt,
    String description,
    Map<String, String> values,
    Set<String> lostNodes) {

  Finding {
    values = Map.copyOf(values);
    lostNodes = Set.copyOf(lostNodes);
  }

  static Finding of(String container, Signal signal) {
    return new Finding(container, signal, null, null, "", Map.of(), Set.of());
  }

  static Finding holds(String container, @Nullable Instant since, String description) {
    return new Finding(container, Signal.HOLDS, null, since, description, Map.of(), Set.of());
  }

  Finding critically(boolean critical) {
    Severity worse = critical ? Severity.CRITICAL : severity;
    return new Finding(container, signal, worse, occurredAt, description, values, lostNodes);
  }

  Finding with(Map<String, String> figures) {
    return new Finding(container, signal, severity, occurredAt, description, figures, lostNodes);
  }

  Finding onLostNodes(Set<String> nodes) {
    return new Finding(container, signal, severity, occurredAt, description, values, nodes);
  }
}
