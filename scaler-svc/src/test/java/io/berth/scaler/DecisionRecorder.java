/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static org.awaitility.Awaitility.await;

import io.berth.events.ClusterAppRef;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.events.scaling.ScalingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads all committed records of a topic. */
final class DecisionRecorder implements AutoCloseable {

  private final KafkaConsumer<String, @Nullable DeserializationResult> consumer;
  private final List<ConsumerRecord<String, @Nullable DeserializationResult>> records =
      new ArrayList<>();

  DecisionRecorder(String bootstrapServers, String topic) {
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

  /** Waits until a key has this many records, and returns them. */
  List<ConsumerRecord<String, @Nullable DeserializationResult>> awaitRecords(
      String key, int count) {
    await().pollInterval(Duration.ofMillis(1)).until(() -> read(key).size() >= count);
    return read(key);
  }

  /** Waits for the decision on an application's sample of that time. */
  ScalingDecision awaitDecision(ClusterAppRef app, Instant asOf) {
    await()
        .atMost(Duration.ofMinutes(8))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> !decisions(app, asOf).isEmpty());
    return decisions(app, asOf).getFirst();
  }

  /** The decisions on that sample so far. */
  List<ScalingDecision> decisions(ClusterAppRef app, Instant asOf) {
    return read(app.toString()).stream()
        .map(DecisionRecorder::decision)
        .filter(decision -> decision.asOf().equals(asOf))
        .toList();
  }

  List<ConsumerRecord<String, @Nullable DeserializationResult>> read(String key) {
    consumer.poll(Duration.ofMillis(50)).forEach(records::add);
    return records.stream().filter(record -> key.equals(record.key())).toList();
  }

  private static ScalingDecision decision(
      ConsumerRecord<String, @Nullable DeserializationResult> record) {
    return (ScalingDecision) ((Readable) record.value()).envelope().payload();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
