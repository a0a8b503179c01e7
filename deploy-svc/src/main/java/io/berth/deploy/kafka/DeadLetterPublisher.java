/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.events.kafka.DeadLetter;
import io.berth.redaction.ParserMessages;
import io.berth.stream.EventTemplate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes records that could not be answered to the dead letters. */
final class DeadLetterPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterPublisher.class);

  private static final int CUT = 512 * 1024;

  private final EventTemplate events;
  private final String service;
  private final InstantSource clock;

  DeadLetterPublisher(EventTemplate events, String service, InstantSource clock) {
    this.events = events;
    this.service = service;
    this.clock = clock;
  }

  /**
   * Returns when Kafka has acknowledged it. The record is kept unchanged; secrets are redacted from
   * the reason.
   */
  void publish(ConsumerRecord<byte[], byte[]> record, String why) {
    String reason = ParserMessages.redact(why);
    LOG.warn(
        "Record {}-{}@{} goes to the dead letters: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        reason);
    try {
      send(record, reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnavailableException("stopped while a dead letter was sent", e);
    }
  }

  /** With its headers the record may exceed Kafka's limit; then only its beginning is kept. */
  private void send(ConsumerRecord<byte[], byte[]> record, String reason)
      throws InterruptedException {
    try {
      events.send(DeadLetter.of(record, service, reason, clock.instant())).get();
    } catch (ExecutionException e) {
      byte[] value = record.value();
      if (e.getCause() instanceof RecordTooLargeException && value != null && value.length > CUT) {
        send(beginning(record), reason + " (cut after " + CUT + " of " + value.length + " bytes)");
        return;
      }
      throw new KafkaUnavailableException("Kafka does not take a dead letter: " + e.getCause(), e);
    }
  }

  private static ConsumerRecord<byte[], byte[]> beginning(ConsumerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        CUT,
        record.key(),
        Arrays.copyOf(record.value(), CUT),
        record.headers(),
        record.leaderEpoch());
  }
}
