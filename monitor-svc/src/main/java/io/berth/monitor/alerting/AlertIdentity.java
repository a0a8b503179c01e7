/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import java.util.Map;

/**
 * Identifies an alert.
 *
 * @param fingerprint hash of the labels
 * @param rule the rule's name
 * @param labels the subject and, where the alert is about one, the container
 */
public record AlertIdentity(String fingerprint, String rule, Map<String, String> labels) {
  public AlertIdentity {
    labels = Map.copyOf(labels);
  }
}
