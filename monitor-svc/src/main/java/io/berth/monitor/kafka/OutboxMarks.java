/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.monitor.alerting.Notice.Kind;
import io.berth.monitor.telling.OutboxBook;
import io.berth.monitor.telling.OutboxEntry;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes into the outbox what became of its entries; returns when Kafka has it. */
final class OutboxMarks {

  private static final long PATIENCE_SECONDS = 30;

  private final Producer<String, byte[]> producer;
  private final String topic;
  private final OutboxBook book;

  OutboxMarks(Producer<String, byte[]> producer, String topic, OutboxBook book) {
    this.producer = producer;
    this.topic = topic;
    this.book = book;
  }

  /** The receiver took or refused it. */
  void end(OutboxEntry entry) {
    if (entry.kind() == Kind.RESOLVED) {
      forget(entry);
    } else {
      write(entry.id(), entry);
    }
  }

  /** What has resolved is over: neither of its two entries is needed again. */
  void forget(OutboxEntry entry) {
    write(entry.id(), null);
    write(entry.firingId(), null);
  }

  private void write(String id, @Nullable OutboxEntry entry) {
    try {
      producer
          .send(new ProducerRecord<>(topic, id, Json.write(entry)))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      book.take(id, entry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while the outbox was written", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The outbox could not be written: " + e, e);
    }
  }
}
