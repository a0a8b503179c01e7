/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Handles the batches that a {@link BatchListenerContainer} polls; an empty batch arrives when no
 * record was read for a while.
 */
interface BatchHandler {

  /** The partitions that a consumer has read to their end. */
  @FunctionalInterface
  interface CaughtUpPartitions {
    /** The partitions of which every record has been read. */
    Set<TopicPartition> partitions();
  }

  /** The timeout of a commit. */
  Duration MAX_COMMIT = Duration.ofSeconds(20);

  void handle(ConsumerRecords<byte[], byte[]> records, CaughtUpPartitions caughtUp)
      throws InterruptedException;

  /** Whether more records should be polled now. */
  default boolean hasRoom() {
    return true;
  }

  /** Waits until more records can be handled. */
  default void awaitRoom(Duration timeout) throws InterruptedException {}

  /** The oldest timestamp of records that are not processed yet. */
  default long oldestPendingTimestamp() {
    return Long.MAX_VALUE;
  }

  /** The offset that may be committed, at most the one that was read. */
  default OffsetAndMetadata committable(TopicPartition partition, long read) {
    return new OffsetAndMetadata(read);
  }

  /** Commits; also called when no offset changed. */
  default void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> changed) {
    if (!changed.isEmpty()) {
      consumer.commitSync(changed, MAX_COMMIT);
    }
  }

  /** The consumer restarts at its last committed offset. */
  default void restart() {}

  /** A partition was assigned; the metadata are those of the last commit, or empty. */
  default void assigned(TopicPartition partition, String metadata) {}

  /** The partitions are about to be revoked; what is processed until this returns is committed. */
  default void beforeRevoke() throws InterruptedException {}
}
