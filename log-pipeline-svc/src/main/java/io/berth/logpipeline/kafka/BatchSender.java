/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends the records of a batch and waits until Kafka has acknowledged all of them. */
final class BatchSender {

  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  BatchSender(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(
        record,
        (position, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /**
   * Waits for Kafka.
   *
   * @throws KafkaException where one of them was not taken
   */
  void complete() {
    producer.flush();
    Exception first = failure.getAndSet(null);
    if (first != null) {
      throw new KafkaException("Kafka did not take every record of a batch: " + first, first);
    }
  }
}
