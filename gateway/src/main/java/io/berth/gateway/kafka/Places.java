/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer without a group reads: all partitions, each from as far back as it is wanted.
 */
final class Places {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final KafkaConsumer<String, @Nullable Received> consumer;
  private final Map<String, Topic> topics;
  private final KafkaSettings settings;
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  /**
   * @param topics by their names in Kafka
   */
  Places(
      KafkaConsumer<String, @Nullable Received> consumer,
      Map<String, Topic> topics,
      KafkaSettings settings) {
    this.consumer = consumer;
    this.topics = topics;
    this.settings = settings;
  }

  /** Takes in the partitions that are not followed yet. */
  void followAll(Instant now) {
    Map<String, List<PartitionInfo>> known = consumer.listTopics(PATIENCE);
    List<TopicPartition> added =
        topics.keySet().stream()
            .flatMap(name -> known.getOrDefault(name, List.of()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .filter(partition -> !consumer.assignment().contains(partition))
            .toList();
    if (!added.isEmpty()) {
      follow(added, now);
    }
  }

  private void follow(Collection<TopicPartition> added, Instant now) {
    Map<TopicPartition, Long> end = consumer.endOffsets(added, PATIENCE);
    Map<TopicPartition, Long> since = new HashMap<>();
    for (TopicPartition partition : added) {
      Duration history = history(topics.get(partition.topic()));
      if (history != null) {
        since.put(partition, now.minus(history).toEpochMilli());
      }
    }
    Map<TopicPartition, @Nullable OffsetAndTimestamp> begin =
        since.isEmpty() ? Map.of() : consumer.offsetsForTimes(since, PATIENCE);
    Set<TopicPartition> all = new HashSet<>(consumer.assignment());
    all.addAll(added);
    consumer.assign(all);
    consumer.seekToBeginning(added);
    begin.forEach((partition, offset) -> seek(partition, offset, end));
    ends.putAll(end);
  }

  /** Without an offset there is nothing so young; then only what comes is read. */
  private void seek(
      TopicPartition partition,
      @Nullable OffsetAndTimestamp offset,
      Map<TopicPartition, Long> end) {
    consumer.seek(partition, offset == null ? end.getOrDefault(partition, 0L) : offset.offset());
  }

  /** How far back a topic is read; null for all of it. */
  private @Nullable Duration history(@Nullable Topic topic) {
    if (Topics.COMMANDS.equals(topic) || Topics.OPERATIONS.equals(topic)) {
      return settings.operationsHistory();
    }
    return Topics.SCALING_DECISIONS.equals(topic) ? settings.decisionsHistory() : null;
  }

  /** Whether everything was read that was there when it was first followed. */
  boolean reachedTheEnd() {
    return ends.entrySet().stream()
        .allMatch(entry -> consumer.position(entry.getKey(), PATIENCE) >= entry.getValue());
  }
}
