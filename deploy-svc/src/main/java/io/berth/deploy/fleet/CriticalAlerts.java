/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.fleet;

import io.berth.events.AppRef;
import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The critical alerts of all clusters, in their latest state. Silenced and inhibited alerts are
 * left out: they hold no roll-out up. Not thread-safe.
 */
public final class CriticalAlerts {

  private final Map<String, CriticalAlert> byFingerprint = new HashMap<>();

  /** Applies a transition; returns whether anything changed. */
  public boolean apply(AlertTransition alert) {
    CriticalAlert known = byFingerprint.get(alert.fingerprint());
    if (alert.severity() != Severity.CRITICAL) {
      return lessSevere(alert, known);
    }
    boolean explained = !alert.silencedBy().isEmpty() || !alert.inhibitedBy().isEmpty();
    CriticalAlert now = explained ? null : CriticalAlert.of(alert).orElse(null);
    if (now == null) {
      byFingerprint.remove(alert.fingerprint());
    } else {
      byFingerprint.put(alert.fingerprint(), now);
    }
    return !Objects.equals(known, now);
  }

  /** An alert whose severity fell below critical counts as resolved. */
  private boolean lessSevere(AlertTransition alert, @Nullable CriticalAlert known) {
    if (known == null || !known.isFiring()) {
      return false;
    }
    byFingerprint.put(
        alert.fingerprint(),
        known.resolved(alert.resolvedAt() == null ? alert.observedAt() : alert.resolvedAt()));
    return true;
  }

  /** The alerts on one application, in any cluster. */
  public List<CriticalAlert> alertsOn(AppRef app) {
    return byFingerprint.values().stream().filter(alert -> alert.isOn(app)).toList();
  }
}
