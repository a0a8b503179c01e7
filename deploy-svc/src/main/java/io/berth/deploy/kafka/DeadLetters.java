/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.events.kafka.DeadLetter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where records go that nobody could be answered for. */
final class DeadLetters implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private static final int CUT = 512 * 1024;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String service;
  private final InstantSource clock;

  DeadLetters(KafkaProducer<byte[], byte[]> producer, String service, InstantSource clock) {
    this.producer = producer;
    this.service = service;
    this.clock = clock;
  }

  /** Returns when Kafka has it. */
  void keep(ConsumerRecord<byte[], byte[]> record, String reason) {
    LOG.warn(
        "{}-{}:{} goes to the dead letters: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        reason);
    try {
      send(record, reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaAway("stopped while a dead letter was sent", e);
    }
  }

  /** With its headers it may be larger than Kafka takes; then its beginning has to do. */
  private void send(ConsumerRecord<byte[], byte[]> record, String reason)
      throws InterruptedException {
    try {
      producer.send(DeadLetter.of(record, service, reason, clock.instant())).get();
    } catch (ExecutionException e) {
      byte[] value = record.value();
      if (e.getCause() instanceof RecordTooLargeException && value != null && value.length > CUT) {
        send(beginning(record), reason + " (cut after " + CUT + " of " + value.length + " bytes)");
        return;
      }
      throw new KafkaAway("Kafka does not take a dead letter: " + e.getCause(), e);
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

  @Override
  public void close() {
    producer.close();
  }
}
