/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.board;

import io.berth.events.ClusterAppRef;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which alerts concern whom. */
public final class Alerts {

  private Alerts() {}

  /** Whether somebody should look: it fires, or was firing and has just become clear or silent. */
  public static boolean isFiring(AlertTransition alert) {
    return switch (alert.to()) {
      case FIRING, RECOVERING, FLAPPING -> true;
      case INACTIVE, PENDING, RESOLVED -> false;
      // Silence is not health: an alert that fired and cannot be told any more still stands.
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
    return alerts.stream().filter(Alerts::isFiring).filter(alert -> isOn(app, alert)).toList();
  }

  private static boolean isOn(ClusterAppRef app, AlertTransition alert) {
    Map<String, String> labels = alert.labels();
    return app.cluster().equals(labels.get("cluster"))
        && app.namespace().equals(labels.get("namespace"))
        && isOn(app.name(), alert);
  }

  /** Whether an alert is about the application of this name: it owns what the alert is about. */
  public static boolean isOn(String app, AlertTransition alert) {
    return "Deployment".equals(alert.labels().get("ownerKind"))
        && app.equals(alert.labels().get("ownerName"));
  }
}
