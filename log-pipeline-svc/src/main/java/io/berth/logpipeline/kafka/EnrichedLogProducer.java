/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Produces enriched records and commits the offsets of the records they were made from. In
 * transactions both happen or neither: after a crash no record is stored twice. For one thread.
 */
final class EnrichedLogProducer {

  private final KafkaClientFactory settings;
  private final boolean transactions;
  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable BatchSender sender;

  EnrichedLogProducer(KafkaClientFactory settings) {
    this.settings = settings;
    this.transactions = !settings.instance().isEmpty();
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    BatchSender open = sender;
    if (open == null) {
      Producer<byte[], byte[]> to = connected();
      if (transactions) {
        to.beginTransaction();
      }
      open = new BatchSender(to);
      sender = open;
    }
    open.send(record);
  }

  /** Waits until Kafka has all of it. */
  void complete() {
    BatchSender open = sender;
    if (open != null) {
      open.complete();
      if (!transactions) {
        sender = null;
      }
    }
  }

  /** Commits what was read, and with it what was written. */
  void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (!transactions) {
      if (!offsets.isEmpty()) {
        consumer.commitSync(offsets, BatchHandler.MAX_COMMIT);
      }
    } else if (sender != null || !offsets.isEmpty()) {
      Producer<byte[], byte[]> to = connected();
      if (sender == null) {
        to.beginTransaction();
      }
      to.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
      to.commitTransaction();
      sender = null;
    }
  }

  /** Aborts what is open and not committed: the batch failed and is read again. */
  void abort() {
    Producer<byte[], byte[]> open = producer;
    if (transactions && sender != null && open != null) {
      // A new one of the same name ends what the old one had begun.
      producer = null;
      open.close(Duration.ZERO);
    }
    sender = null;
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
