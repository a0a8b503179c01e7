/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a loop has committed: only news are. */
final class Commits {

  private final Map<TopicPartition, OffsetAndMetadata> last = new HashMap<>();

  void begin(TopicPartition partition) {
    last.remove(partition);
  }

  void commit(KafkaConsumer<byte[], byte[]> consumer, Batch batch) {
    Map<TopicPartition, OffsetAndMetadata> news = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      OffsetAndMetadata offset = batch.committable(partition, consumer.position(partition));
      if (!offset.equals(last.get(partition))) {
        news.put(partition, offset);
      }
    }
    batch.commit(consumer, news);
    last.putAll(news);
  }

  /** The last offset committed since the partition was assigned. */
  long last(TopicPartition partition, long none) {
    OffsetAndMetadata offset = last.get(partition);
    return offset == null ? none : offset.offset();
  }
}
