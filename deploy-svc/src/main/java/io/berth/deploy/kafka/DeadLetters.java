/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.events.kafka.DeadLetter;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where records go that nobody could be answered for. */
final class DeadLetters implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

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
      producer.send(DeadLetter.of(record, service, reason, clock.instant())).get();
    } catch (ExecutionException e) {
      throw new KafkaAway("Kafka does not take a dead letter: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaAway("stopped while a dead letter was sent", e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
