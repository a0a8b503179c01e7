/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import java.util.LinkedHashMap;
import java.util.Map;

/** What identifies an alert. Never a pod's name and never a figure: those change while it is on. */
final class Labels {

  private Labels() {}

  static Map<String, String> of(AlertRule rule, Subject subject, String container) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("alertname", rule.name());
    labels.put("cluster", subject.cluster());
    if (Subject.NODE.equals(subject.kind())) {
      labels.put("node", subject.name());
      return labels;
    }
    labels.put("namespace", subject.namespace());
    labels.put("ownerKind", subject.kind());
    labels.put("ownerName", subject.name());
    if (!container.isEmpty()) {
      labels.put("container", container);
    }
    return labels;
  }

  /** The fingerprint of the alert that a lost node has or will have. */
  static String nodeNotReady(String cluster, String node) {
    return Fingerprint.of(Map.of("alertname", "NodeNotReady", "cluster", cluster, "node", node));
  }
}
