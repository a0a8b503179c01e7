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
 * The lag of a consumer. Written by its thread, read by any. The consumer knows how much it has not
 * read while it fetches; while its partitions are paused the broker is asked now and then.
 */
final class ConsumerLag {

  private static final long NONE = Long.MAX_VALUE;

  /** Paused partitions are not fetched, so after so many turns we ask how much came in. */
  private static final int ASK_EVERY = 20;

  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private volatile long records;
  private volatile long oldest = NONE;
  private long oldestRead = NONE;
  private int paused;

  /** A record was read. */
  void recordRead(long timestamp) {
    oldestRead = Math.min(oldestRead, timestamp);
  }

  /** A batch was handled; what was read and not committed waits too. */
  void batchDone(Consumer<?, ?> consumer, CommittedOffsets committed, long oldestOpen) {
    update(consumer);
    long waiting = 0;
    for (TopicPartition partition : consumer.assignment()) {
      long position = consumer.position(partition);
      waiting += unread(consumer, partition) + position - committed.last(partition, position);
    }
    batchDone(waiting, oldestOpen);
  }

  /**
   * A batch was handled.
   *
   * @param waiting records that are not processed
   * @param oldestOpen the oldest timestamp of those in hand; the largest number where none is
   */
  void batchDone(long waiting, long oldestOpen) {
    records = waiting;
    if (waiting == 0) {
      oldest = NONE;
    } else if (oldestOpen != NONE) {
      oldest = oldestOpen;
    } else if (oldestRead != NONE) {
      // None in hand: what waits is younger than what was read last.
      oldest = oldestRead;
    }
    oldestRead = NONE;
  }

  /** Records that are not processed. */
  long records() {
    return records;
  }

  /** How old the oldest of them is, in seconds; 0 where there is none. */
  double oldestSeconds(long nowMillis) {
    long since = oldest;
    return since == NONE ? 0 : Math.max(0, nowMillis - since) / 1000.0;
  }

  private void update(Consumer<?, ?> consumer) {
    if (consumer.paused().isEmpty()) {
      ends.clear();
      paused = 0;
    } else if (++paused % ASK_EVERY == 0) {
      ends.putAll(consumer.endOffsets(consumer.assignment()));
    }
  }

  private long unread(Consumer<?, ?> consumer, TopicPartition partition) {
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
