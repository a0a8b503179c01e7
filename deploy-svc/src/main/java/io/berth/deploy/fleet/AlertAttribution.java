/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.fleet;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an alert counts against a roll-out: it does where the roll-out caused it, not
 * merely because it fired after the command was issued.
 */
public final class AlertAttribution {

  /** Alerts about something absent; they do not say whether it was ever there. */
  private static final Set<String> ABSENCE = Set.of("WorkloadDown", "PodNotReady");

  /** Alerts about pods that do not start; they belong to the release of those pods. */
  private static final Set<String> NOT_COMING_UP =
      Set.of("ImagePullFailing", "PodUnschedulable", "RolloutStuck");

  private static final String STARTUP_BUDGET_EXCEEDED = "StartupBudgetExceeded";

  private AlertAttribution() {}

  /**
   * Whether the alert counts against a parallel release of the application, in one cluster.
   *
   * @param alert on the application, in that cluster
   * @param track the release's own
   * @param issuedAt when the command was given
   */
  public static boolean speaksAgainst(CriticalAlert alert, String track, Instant issuedAt) {
    if (alert.track().equals(track)) {
      // These are the release's own pods, unless it began before: then they are those of a parallel
      // release before it, which had the same name. Whether they start is judged by the roll-out
      // itself.
      return alert.began().isAfter(issuedAt) && !isStartupAlert(alert);
    }
    // About the previous release: it must have been healthy when the command was issued, and failed
    // since.
    return alert.isStable() && alert.began().isAfter(issuedAt) && !isNotComingUp(alert);
  }

  /**
   * Whether the alert stops the waves after the cluster in which it fired.
   *
   * @param alert on the application, in a cluster of an earlier wave
   * @param issuedAt when the command was given
   * @param succeededAt when that cluster said that the command succeeded there; null before that
   */
  public static boolean stopsWaves(
      CriticalAlert alert, Instant issuedAt, @Nullable Instant succeededAt) {
    if (!alert.began().isAfter(issuedAt)) {
      return false;
    }
    // Until then that cluster's own verdict decides, which can tell a start from an outage.
    return !isStartupAlert(alert) || (succeededAt != null && alert.began().isAfter(succeededAt));
  }

  /** Whether the alert may describe an ordinary start. */
  private static boolean isStartupAlert(CriticalAlert alert) {
    return ABSENCE.contains(alert.name()) && alert.reason() == null;
  }

  private static boolean isNotComingUp(CriticalAlert alert) {
    return NOT_COMING_UP.contains(alert.name()) || STARTUP_BUDGET_EXCEEDED.equals(alert.reason());
  }
}
