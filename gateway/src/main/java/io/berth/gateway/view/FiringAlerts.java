/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.view;

import io.berth.events.ClusterAppRef;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which alerts are firing, and on which application or cluster. */
public final class FiringAlerts {

  private FiringAlerts() {}

  /** Whether it needs attention: it fires, recovers, flaps, or fired and is unknown now. */
  public static boolean isFiring(AlertTransition alert) {
    return switch (alert.to()) {
      case FIRING, RECOVERING, FLAPPING -> true;
      case INACTIVE, PENDING, RESOLVED -> false;
      // An alert that fired and has no data since has not been resolved.
      case UNKNOWN -> alert.firedAt() != null && alert.from() != State.PENDING;
    };
  }

  static List<AlertTransition> mostSevereFirst(Collection<AlertTransition> alerts) {
    return alerts.stream()
        .sorted(
            Comparator.comparing(AlertTransition::severity)
                .thenComparing(AlertTransition::evaluatedAt)
                .reversed())
        .toList();
  }

  static List<AlertTransition> firingOn(ClusterAppRef app, Collection<AlertTransition> alerts) {
    return alerts.stream()
        .filter(FiringAlerts::isFiring)
        .filter(alert -> isOn(app, alert))
        .toList();
  }

  /**
   * The firing alerts on a cluster's nodes and on the cluster itself: those without a namespace.
   */
  public static List<AlertTransition> firingOnCluster(
      String cluster, Collection<AlertTransition> alerts) {
    return mostSevereFirst(
        alerts.stream()
            .filter(FiringAlerts::isFiring)
            .filter(alert -> cluster.equals(alert.labels().get("cluster")))
            .filter(alert -> !alert.labels().containsKey("namespace"))
            .toList());
  }

  private static boolean isOn(ClusterAppRef app, AlertTransition alert) {
    Map<String, String> labels = alert.labels();
    return app.cluster().equals(labels.get("cluster"))
        && app.namespace().equals(labels.get("namespace"))
        && isOn(app.name(), alert);
  }

  /**
   * Whether an alert is on the application of this name, including its canary. Without the label
   * {@code app}, the Deployment's name is the application's.
   */
  public static boolean isOn(String app, AlertTransition alert) {
    Map<String, String> labels = alert.labels();
    return "Deployment".equals(labels.get("ownerKind"))
        && app.equals(labels.getOrDefault("app", labels.get("ownerName")));
  }
}
