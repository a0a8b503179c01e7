/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Deals with batches; an empty one comes when nothing was read for a while. */
interface Batch {

  /** How long Kafka may take for a commit. */
  Duration LONGEST_COMMIT = Duration.ofSeconds(20);

  void handle(ConsumerRecords<byte[], byte[]> records, Position position)
      throws InterruptedException;

  /** Whether more should be read now. */
  default boolean hasRoom() {
    return true;
  }

  /** Waits until there is room. */
  default void awaitRoom(Duration longest) throws InterruptedException {}

  /** How long to wait for records where there are none. */
  default Duration patience() {
    return Duration.ofMillis(500);
  }

  /** The oldest timestamp among records that are in hand still. */
  default long oldestOpen() {
    return Long.MAX_VALUE;
  }

  /** What may be committed: not more than was read. */
  default OffsetAndMetadata committable(TopicPartition partition, long read) {
    return new OffsetAndMetadata(read);
  }

  /** Commits; also called when there is nothing new to commit. */
  default void commit(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> news) {
    if (!news.isEmpty()) {
      consumer.commitSync(news, LONGEST_COMMIT);
    }
  }

  /** The loop begins anew, at its last commit. */
  default void beginAnew() {}

  /** A partition is read from here on; the metadata are those of the last commit, or empty. */
  default void begin(TopicPartition partition, String metadata) {}

  /** The partitions are about to go; what gets through until this returns is committed. */
  default void end() throws InterruptedException {}
}
