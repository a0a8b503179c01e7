/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule.Severity;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an alert reports, as of the last evaluation at which its condition held.
 *
 * @param severity the rule's, or the one that the condition raised it to
 * @param annotations texts and values
 * @param occurredAt when the reported event happened
 */
public record AlertDetails(
    Severity severity, Map<String, String> annotations, @Nullable Instant occurredAt) {
  public AlertDetails {
    annotations = Map.copyOf(annotations);
  }
}
