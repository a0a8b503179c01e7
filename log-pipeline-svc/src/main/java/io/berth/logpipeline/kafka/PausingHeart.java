/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Polls while every partition is paused, so that the consumer stays in its group. */
record PausingHeart(KafkaConsumer<byte[], byte[]> consumer, Backlog backlog)
    implements ConsumerLoop.Heart {

  @Override
  public void beat(Duration pause) {
    poll(pause);
    // Paused partitions are not fetched, so nobody else learns how much comes in meanwhile.
    backlog.waiting(
        consumer.endOffsets(consumer.assignment()).entrySet().stream()
            .mapToLong(end -> end.getValue() - consumer.position(end.getKey()))
            .sum());
  }

  @Override
  public Set<TopicPartition> ended() {
    return consumer.assignment().stream()
        .filter(partition -> consumer.currentLag(partition).orElse(-1) == 0)
        .collect(Collectors.toSet());
  }

  private void poll(Duration pause) {
    consumer.pause(consumer.assignment());
    ConsumerRecords<byte[], byte[]> surprise = consumer.poll(pause);
    for (TopicPartition partition : surprise.partitions()) {
      // Assigned during this very poll: read again when we go on.
      ConsumerRecord<byte[], byte[]> first = surprise.records(partition).getFirst();
      consumer.seek(partition, first.offset());
    }
  }
}
