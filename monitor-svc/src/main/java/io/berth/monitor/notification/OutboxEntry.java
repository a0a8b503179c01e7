/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.notification;

import io.berth.events.alert.AlertTransition;
import io.berth.monitor.alerting.AlertNotification;
import io.berth.monitor.alerting.AlertNotification.NotificationKind;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A notification for one receiver, and its delivery state.
 *
 * @param id fingerprint/generation/kind/receiver; the receiver can drop a repeat by it
 * @param receiver its name
 * @param kind firing or resolved
 * @param reason cause of the transition
 * @param transition the alert at that time
 * @param state of the delivery
 * @param tries number of attempts
 * @param answeredAt when the receiver accepted or rejected it
 * @param answer the receiver's response
 */
public record OutboxEntry(
    String id,
    String receiver,
    NotificationKind kind,
    String reason,
    AlertTransition transition,
    DeliveryState state,
    int tries,
    @Nullable Instant answeredAt,
    @Nullable String answer) {

  /** Delivery states. */
  public enum DeliveryState {
    PENDING,
    DELIVERED,
    REFUSED
  }

  /** A new entry. */
  public static OutboxEntry pending(AlertNotification notification, String receiver) {
    return new OutboxEntry(
        id(notification.transition(), notification.kind(), receiver),
        receiver,
        notification.kind(),
        notification.reason(),
        notification.transition(),
        DeliveryState.PENDING,
        0,
        null,
        null);
  }

  /** The entry after its delivery or final rejection. */
  public OutboxEntry completed(DeliveryState how, int afterTries, Instant at, String response) {
    return new OutboxEntry(id, receiver, kind, reason, transition, how, afterTries, at, response);
  }

  /** The id of the same receiver's entry for the firing of the same generation. */
  public String firingId() {
    return id(transition, NotificationKind.FIRING, receiver);
  }

  private static String id(AlertTransition transition, NotificationKind kind, String receiver) {
    return transition.fingerprint()
        + "/"
        + transition.generation()
        + "/"
        + kind.name().toLowerCase(Locale.ROOT)
        + "/"
        + receiver;
  }
}
