/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.alerting.AlertNotification;
import io.berth.monitor.alerting.AlertNotification.NotificationKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingNotificationsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final PendingNotifications pending = new PendingNotifications();

  private static OutboxEntry entry(String fingerprint, NotificationKind kind) {
    AlertTransition transition =
        new AlertTransition(
            fingerprint,
            1,
            2,
            State.PENDING,
            State.FIRING,
            "condition-held",
            Severity.WARNING,
            Map.of("alertname", "PodNotReady"),
            Map.of(),
            "pod-not-ready",
            1,
            NOW,
            NOW,
            null,
            NOW,
            NOW,
            NOW,
            null,
            List.of(),
            List.of());
    return OutboxEntry.pending(
        new AlertNotification(kind, "condition-held", transition), "webhook");
  }

  private void apply(OutboxEntry entry) {
    pending.apply(entry.id(), entry);
  }

  @Test
  void firingAndResolvedOfOneAlert_areDeliveredInOrder() {
    OutboxEntry firing = entry("a", NotificationKind.FIRING);
    OutboxEntry resolved = entry("a", NotificationKind.RESOLVED);
    apply(firing);
    apply(resolved);

    assertThat(pending.due(NOW)).containsExactly(firing);
    apply(firing.completed(OutboxEntry.DeliveryState.DELIVERED, 1, NOW, "status 200"));
    assertThat(pending.due(NOW)).containsExactly(resolved);
    assertThat(pending.isDeliverable(resolved)).isTrue();
  }

  @Test
  void retryOfOneAlert_doesNotDelayAnother() {
    OutboxEntry first = entry("a", NotificationKind.FIRING);
    OutboxEntry other = entry("b", NotificationKind.FIRING);
    apply(first);
    apply(other);
    pending.recordFailure(first.id(), NOW);

    assertThat(pending.due(NOW)).containsExactly(other);
    assertThat(pending.due(NOW.plusSeconds(1))).containsExactly(first, other);
  }

  @Test
  void backoff_grows_upToFiveMinutes() {
    OutboxEntry entry = entry("a", NotificationKind.FIRING);
    apply(entry);
    for (int i = 0; i < 40; i++) {
      pending.recordFailure(entry.id(), NOW);
    }

    assertThat(pending.due(NOW.plusSeconds(299))).isEmpty();
    assertThat(pending.due(NOW.plusSeconds(300))).containsExactly(entry);
  }

  @Test
  void resolution_isNotDeliverableWhereTheFiringWasRejected() {
    OutboxEntry firing = entry("a", NotificationKind.FIRING);
    OutboxEntry resolved = entry("a", NotificationKind.RESOLVED);
    apply(firing.completed(OutboxEntry.DeliveryState.REFUSED, 1, NOW, "status 400"));
    apply(resolved);

    assertThat(pending.isDeliverable(resolved)).isFalse();
  }

  @Test
  void deliveredEntry_staysDelivered_whenWrittenAgain() {
    OutboxEntry firing = entry("a", NotificationKind.FIRING);
    apply(firing.completed(OutboxEntry.DeliveryState.DELIVERED, 1, NOW, "status 200"));
    apply(firing);

    assertThat(pending.due(NOW)).isEmpty();
    assertThat(pending.pending()).isZero();
  }
}
