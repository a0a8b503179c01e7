/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertTransition;

/**
 * A notification: an alert began to fire, or it resolved after a notification that it fires.
 *
 * @param kind which of the two
 * @param reason the cause of the transition, such as {@code silence-ended}
 * @param transition the alert at that time
 */
public record AlertNotification(NotificationKind kind, String reason, AlertTransition transition) {

  /** The event that receivers are notified of. */
  public enum NotificationKind {
    FIRING,
    RESOLVED
  }
}
