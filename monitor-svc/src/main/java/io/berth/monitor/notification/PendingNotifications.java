/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.notification;

import io.berth.monitor.alerting.AlertNotification.NotificationKind;
import io.berth.monitor.notification.OutboxEntry.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The undelivered notifications: a fold over the records of the outbox topic, so a restarted
 * process rebuilds the same state. The entries of one alert are delivered in order; a retry for one
 * alert does not delay the others.
 */
public final class PendingNotifications {

  private static final Duration INITIAL_BACKOFF = Duration.ofSeconds(1);
  private static final Duration MAX_BACKOFF = Duration.ofMinutes(5);

  private record DeliveryAttempt(int tries, Instant next) {}

  private final Map<String, OutboxEntry> entries = new LinkedHashMap<>();
  private final Map<String, DeliveryAttempt> attempts = new HashMap<>();

  /** Applies a record of the topic; null removes the entry. */
  public void apply(String id, @Nullable OutboxEntry entry) {
    if (entry == null) {
      entries.remove(id);
      attempts.remove(id);
      return;
    }
    OutboxEntry known = entries.get(id);
    // Delivered stays delivered: the evaluator may have written the entry again before it was
    // killed.
    if (known == null || known.state() == DeliveryState.PENDING) {
      entries.put(id, entry);
    }
  }

  /** Entries that are due, at most one per alert. */
  public List<OutboxEntry> due(Instant now) {
    List<OutboxEntry> due = new ArrayList<>();
    Set<String> waiting = new HashSet<>();
    for (OutboxEntry entry : entries.values()) {
      if (entry.state() == DeliveryState.PENDING && waiting.add(entry.transition().fingerprint())) {
        DeliveryAttempt attempt = attempts.get(entry.id());
        if (attempt == null || !attempt.next().isAfter(now)) {
          due.add(entry);
        }
      }
    }
    return due;
  }

  /** Whether to deliver it: a resolution only where the firing was delivered. */
  public boolean isDeliverable(OutboxEntry entry) {
    if (entry.kind() == NotificationKind.FIRING) {
      return true;
    }
    OutboxEntry firing = entries.get(entry.firingId());
    return firing != null && firing.state() == DeliveryState.DELIVERED;
  }

  /** Schedules the next attempt after a failed one. */
  public void recordFailure(String id, Instant now) {
    int tries = tries(id) + 1;
    Duration backoff = INITIAL_BACKOFF.multipliedBy(1L << Math.min(tries - 1, 20));
    attempts.put(
        id,
        new DeliveryAttempt(
            tries, now.plus(backoff.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : backoff)));
  }

  /** Number of attempts since this process started. */
  public int tries(String id) {
    DeliveryAttempt attempt = attempts.get(id);
    return attempt == null ? 0 : attempt.tries();
  }

  /** When the next retry is due. */
  public Optional<Instant> nextDue() {
    return attempts.values().stream().map(DeliveryAttempt::next).min(Instant::compareTo);
  }

  /** Number of undelivered entries. */
  public long pending() {
    return entries.values().stream()
        .filter(entry -> entry.state() == DeliveryState.PENDING)
        .count();
  }

  /** Removes everything, before the topic is read from its beginning. */
  public void clear() {
    entries.clear();
    attempts.clear();
  }
}
