/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records of a partition a consumer has not read. It knows that itself while it fetches;
 * while its partitions are paused it is asked for now and then.
 */
final class PartitionLags {

  private final int askEvery;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private int paused;

  /**
   * @param askEvery after so many turns with paused partitions
   */
  PartitionLags(int askEvery) {
    this.askEvery = askEvery;
  }

  /** The records of all assigned partitions that are not read, or read and not committed. */
  long unprocessed(Consumer<?, ?> consumer, CommittedOffsets committed) {
    update(consumer);
    long records = 0;
    for (TopicPartition partition : consumer.assignment()) {
      long position = consumer.position(partition);
      records += of(consumer, partition) + position - committed.last(partition, position);
    }
    return records;
  }

  private void update(Consumer<?, ?> consumer) {
    if (consumer.paused().isEmpty()) {
      ends.clear();
      paused = 0;
    } else if (++paused % askEvery == 0) {
      ends.putAll(consumer.endOffsets(consumer.assignment()));
    }
  }

  private long of(Consumer<?, ?> consumer, TopicPartition partition) {
    Long end = ends.get(partition);
    return end == null
        ? consumer.currentLag(partition).orElse(0)
        : Math.max(0, end - consumer.position(partition));
  }

  /** The partitions of which every record has been read. */
  static Set<TopicPartition> caughtUp(Consumer<?, ?> consumer) {
    return consumer.assignment().stream()
        .filter(partition -> consumer.currentLag(partition).orElse(-1) == 0)
        .collect(Collectors.toSet());
  }
}
