/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where enriched records go, and the offsets of what they were made of. In transactions both are
 * there or neither is: after a crash no record is there twice. Of one thread.
 */
final class EnrichedWriter {

  private final KafkaSettings settings;
  private final boolean transactions;
  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable Sending sending;

  EnrichedWriter(KafkaSettings settings) {
    this.settings = settings;
    this.transactions = !settings.instance().isEmpty();
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    Sending open = sending;
    if (open == null) {
      Producer<byte[], byte[]> to = connected();
      if (transactions) {
        to.beginTransaction();
      }
      open = new Sending(to);
      sending = open;
    }
    open.send(record);
  }

  /** Waits until Kafka has all of it. */
  void complete() {
    Sending open = sending;
    if (open != null) {
      open.complete();
      if (!transactions) {
        sending = null;
      }
    }
  }

  /** Commits what was read, and with it what was written. */
  void commit(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (!transactions) {
      if (!offsets.isEmpty()) {
        consumer.commitSync(offsets, Batch.LONGEST_COMMIT);
      }
    } else if (sending != null || !offsets.isEmpty()) {
      Producer<byte[], byte[]> to = connected();
      if (sending == null) {
        to.beginTransaction();
      }
      to.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
      to.commitTransaction();
      sending = null;
    }
  }

  /** What is open and not committed has never been: the batch failed, and begins anew. */
  void forget() {
    Producer<byte[], byte[]> open = producer;
    if (transactions && sending != null && open != null) {
      // A new one of the same name ends what the old one had begun.
      producer = null;
      open.close(Duration.ZERO);
    }
    sending = null;
  }

  private Producer<byte[], byte[]> connected() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open = transactions ? settings.transactionalProducer() : settings.producer();
      producer = open;
    }
    return open;
  }
}
