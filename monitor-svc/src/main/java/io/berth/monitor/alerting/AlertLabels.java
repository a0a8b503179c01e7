/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.observation.AppSnapshot;
import io.berth.monitor.observation.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels that identify an alert. Never pod names or values: those change while it fires. */
public final class AlertLabels {

  private AlertLabels() {}

  public static Map<String, String> of(
      AlertRule rule, Subject subject, @Nullable AppSnapshot app, String container) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("alertname", rule.name());
    labels.put("cluster", subject.cluster());
    if (Subject.NODE.equals(subject.kind())) {
      labels.put("node", subject.name());
      return labels;
    }
    if (Subject.CLUSTER.equals(subject.kind())) {
      return labels;
    }
    labels.put("namespace", subject.namespace());
    labels.put("ownerKind", subject.kind());
    labels.put("ownerName", subject.name());
    if (app != null) {
      labels.put("app", app.name());
      labels.put("track", app.track());
    }
    if (!container.isEmpty()) {
      labels.put("container", container);
    }
    return labels;
  }

  /** What an alert with these labels is on, for people: {@code shop/cart in dc-a}. */
  public static String describe(Map<String, String> labels) {
    String cluster = labels.get("cluster");
    if (labels.containsKey("node")) {
      return "node " + labels.get("node") + " in " + cluster;
    }
    if (!labels.containsKey("namespace")) {
      return "cluster " + cluster;
    }
    String container = labels.get("container");
    return labels.get("namespace")
        + "/"
        + labels.getOrDefault("app", labels.get("ownerName"))
        + ("canary".equals(labels.get("track")) ? " (canary)" : "")
        + (container == null ? "" : " (container " + container + ")")
        + " in "
        + cluster;
  }

  /** The fingerprint of the NodeNotReady alert of a node. */
  public static String nodeNotReady(String cluster, String node) {
    return AlertFingerprint.of(
        Map.of("alertname", "NodeNotReady", "cluster", cluster, "node", node));
  }
}
