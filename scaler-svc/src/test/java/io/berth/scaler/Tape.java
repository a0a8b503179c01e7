/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static org.awaitility.Awaitility.await;

import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.events.kafka.Received.Readable;
import io.berth.events.scaling.ScalingDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** All that was committed to a topic, as it grows. */
final class Tape implements AutoCloseable {

  private final KafkaConsumer<String, @Nullable Received> consumer;
  private final List<ConsumerRecord<String, @Nullable Received>> records = new ArrayList<>();

  Tape(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new StringDeserializer(),
            new CloudEventDeserializer());
    await().until(() -> !consumer.partitionsFor(topic).isEmpty());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Waits until there are so many records, and gives all. */
  List<ConsumerRecord<String, @Nullable Received>> awaitRecords(int count) {
    await().pollInterval(Duration.ofMillis(1)).until(() -> read().size() >= count);
    return records;
  }

  List<ScalingDecision> awaitDecisions(int count) {
    return awaitRecords(count).stream().map(Tape::decision).toList();
  }

  List<ConsumerRecord<String, @Nullable Received>> read() {
    consumer.poll(Duration.ofMillis(50)).forEach(records::add);
    return records;
  }

  private static ScalingDecision decision(ConsumerRecord<String, @Nullable Received> record) {
    return (ScalingDecision) ((Readable) record.value()).envelope().payload();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
