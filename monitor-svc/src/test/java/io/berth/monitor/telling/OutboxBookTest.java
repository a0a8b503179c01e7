/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.telling;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.alerting.Notice;
import io.berth.monitor.alerting.Notice.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxBookTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final OutboxBook book = new OutboxBook();

  private static OutboxEntry entry(String fingerprint, Kind kind) {
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
    return OutboxEntry.pending(new Notice(kind, "condition-held", transition), "webhook");
  }

  private void take(OutboxEntry entry) {
    book.take(entry.id(), entry);
  }

  @Test
  void firingAndResolvedOfOneAlert_areToldInTheirOrder() {
    OutboxEntry firing = entry("a", Kind.FIRING);
    OutboxEntry resolved = entry("a", Kind.RESOLVED);
    take(firing);
    take(resolved);

    assertThat(book.due(NOW)).containsExactly(firing);
    take(firing.ended(OutboxEntry.State.DELIVERED, 1, NOW, "status 200"));
    assertThat(book.due(NOW)).containsExactly(resolved);
    assertThat(book.wanted(resolved)).isTrue();
  }

  @Test
  void whatOneAlertWaitsFor_doesNotHoldUpAnother() {
    OutboxEntry first = entry("a", Kind.FIRING);
    OutboxEntry other = entry("b", Kind.FIRING);
    take(first);
    take(other);
    book.failed(first.id(), NOW);

    assertThat(book.due(NOW)).containsExactly(other);
    assertThat(book.due(NOW.plusSeconds(1))).containsExactly(first, other);
  }

  @Test
  void pauses_grow_andAreNeverLongerThanFiveMinutes() {
    OutboxEntry entry = entry("a", Kind.FIRING);
    take(entry);
    for (int i = 0; i < 40; i++) {
      book.failed(entry.id(), NOW);
    }

    assertThat(book.due(NOW.plusSeconds(299))).isEmpty();
    assertThat(book.due(NOW.plusSeconds(300))).containsExactly(entry);
  }

  @Test
  void resolved_isNotWantedByWhoRefusedTheFiring() {
    OutboxEntry firing = entry("a", Kind.FIRING);
    OutboxEntry resolved = entry("a", Kind.RESOLVED);
    take(firing.ended(OutboxEntry.State.REFUSED, 1, NOW, "status 400"));
    take(resolved);

    assertThat(book.wanted(resolved)).isFalse();
  }

  @Test
  void told_isTold_alsoIfTheEntryIsWrittenOnceMore() {
    OutboxEntry firing = entry("a", Kind.FIRING);
    take(firing.ended(OutboxEntry.State.DELIVERED, 1, NOW, "status 200"));
    take(firing);

    assertThat(book.due(NOW)).isEmpty();
    assertThat(book.pending()).isZero();
  }
}
