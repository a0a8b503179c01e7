/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads, or stays in the group without reading. */
final class PausingPoll implements Position {

  /** Paused partitions are not fetched, so after so many polls we ask how much came in. */
  private static final int ASK_EVERY = 40;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private int paused;

  PausingPoll(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  ConsumerRecords<byte[], byte[]> read(Duration patience) {
    if (paused > 0) {
      consumer.resume(consumer.paused());
      ends.clear();
      paused = 0;
    }
    return consumer.poll(patience);
  }

  ConsumerRecords<byte[], byte[]> keepAlive() {
    consumer.pause(consumer.assignment());
    ConsumerRecords<byte[], byte[]> surprise = consumer.poll(Duration.ZERO);
    for (TopicPartition partition : surprise.partitions()) {
      // Assigned during this very poll: read again when we go on.
      ConsumerRecord<byte[], byte[]> first = surprise.records(partition).getFirst();
      consumer.seek(partition, first.offset());
    }
    if (++paused % ASK_EVERY == 0) {
      ends.putAll(consumer.endOffsets(consumer.assignment()));
    }
    return ConsumerRecords.empty();
  }

  /** How many records of a partition are not read. */
  long lag(TopicPartition partition) {
    Long end = ends.get(partition);
    return end == null
        ? consumer.currentLag(partition).orElse(0)
        : Math.max(0, end - consumer.position(partition));
  }

  @Override
  public Set<TopicPartition> ended() {
    return consumer.assignment().stream()
        .filter(partition -> consumer.currentLag(partition).orElse(-1) == 0)
        .collect(Collectors.toSet());
  }
}
