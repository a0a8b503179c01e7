/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * Seeks every assigned partition to its beginning, and knows when the consumer has read up to the
 * end offsets of that time. Everything except the constructor runs on the container's thread.
 */
final class SeekToBeginningListener implements ConsumerAwareRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(SeekToBeginningListener.class);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private final String bindingName;
  private final Runnable reset;
  private final BooleanSupplier running;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  /**
   * @param reset runs before partitions are read again
   * @param running whether the container runs
   */
  SeekToBeginningListener(String bindingName, Runnable reset, BooleanSupplier running) {
    this.bindingName = bindingName;
    this.reset = reset;
    this.running = running;
  }

  /** Whether everything up to the end offsets at assignment was consumed. */
  boolean isCaughtUp() {
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** Records a consumed record; the consumer's own position is already past the whole poll. */
  void recordConsumed(ConsumerRecord<?, ?> record) {
    positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
  }

  /**
   * Takes over the consumer's positions when no record of the last poll is left: transaction
   * markers and compacted records advance the position without a record.
   *
   * @return whether the positions could be read
   */
  boolean updatePositions(Consumer<?, ?> consumer) {
    try {
      for (TopicPartition partition : consumer.assignment()) {
        positions.put(partition, consumer.position(partition, CALL_TIMEOUT));
      }
      return true;
    } catch (TimeoutException _) {
      return false; // Kafka is unreachable; retried at the next idle event
    }
  }

  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    clear();
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    clear();
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    clear();
    while (true) {
      try {
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, CALL_TIMEOUT);
        consumer.seekToBeginning(partitions);
        ends.putAll(end);
        return;
      } catch (TimeoutException e) {
        if (!running.getAsBoolean()) {
          throw e;
        }
        LOG.warn(
            "Reading the end offsets of {} for {} timed out, retrying", partitions, bindingName);
      }
    }
  }

  private void clear() {
    reset.run();
    positions.clear();
    ends.clear();
  }
}
