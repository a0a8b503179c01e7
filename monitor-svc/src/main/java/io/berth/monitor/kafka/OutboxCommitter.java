/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.monitor.alerting.AlertNotification.NotificationKind;
import io.berth.monitor.notification.OutboxEntry;
import io.berth.monitor.notification.PendingNotifications;
import io.berth.stream.EventTemplate;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes delivery results to the outbox; returns when Kafka has acknowledged them. */
final class OutboxCommitter {

  private static final long TIMEOUT_SECONDS = 30;

  private final EventTemplate events;
  private final String topic;
  private final PendingNotifications pending;

  OutboxCommitter(EventTemplate events, String topic, PendingNotifications pending) {
    this.events = events;
    this.topic = topic;
    this.pending = pending;
  }

  /** Completes an entry that the receiver accepted or rejected. */
  void complete(OutboxEntry entry) {
    if (entry.kind() == NotificationKind.RESOLVED) {
      remove(entry);
    } else {
      write(entry.id(), entry);
    }
  }

  /** Removes both entries of an alert that resolved. */
  void remove(OutboxEntry entry) {
    write(entry.id(), null);
    write(entry.firingId(), null);
  }

  private void write(String id, @Nullable OutboxEntry entry) {
    try {
      events
          .send(new ProducerRecord<>(topic, id, JsonSerdes.write(entry)))
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      pending.apply(id, entry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while writing to the outbox", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Writing to the outbox failed: " + e, e);
    }
  }
}
