/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The offsets that a consumer has committed; commits only those that changed. */
final class CommittedOffsets {

  private final Map<TopicPartition, OffsetAndMetadata> last = new HashMap<>();

  void reset(TopicPartition partition) {
    last.remove(partition);
  }

  void commit(Consumer<?, ?> consumer, BatchHandler handler) {
    Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      OffsetAndMetadata offset = handler.committable(partition, consumer.position(partition));
      if (!offset.equals(last.get(partition))) {
        changed.put(partition, offset);
      }
    }
    handler.commit(consumer, changed);
    last.putAll(changed);
  }

  /** The last offset committed since the partition was assigned. */
  long last(TopicPartition partition, long none) {
    OffsetAndMetadata offset = last.get(partition);
    return offset == null ? none : offset.offset();
  }
}
