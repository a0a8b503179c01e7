/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.node;

import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.EventJson;
import io.berth.events.kafka.EventPublisher;
import io.berth.teststack.TestStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topics of one test, as another team's program reads and writes them. */
final class TopicClient implements AutoCloseable {

  private final String prefix;
  private final EventPublisher publisher;
  private final KafkaConsumer<String, DeserializationResult> consumer =
      new KafkaConsumer<>(
          Map.of(
              "bootstrap.servers",
              TestStack.shared().bootstrapServers(),
              "isolation.level",
              "read_committed",
              "enable.auto.commit",
              false),
          new StringDeserializer(),
          new CloudEventDeserializer());

  TopicClient(String prefix) {
    this.prefix = prefix;
    this.publisher = EventPublisher.connect(TestStack.shared().bootstrapServers(), "/e2e", prefix);
  }

  /** Publishes what a JSON text says; returns its id. */
  String publish(Class<? extends Event> type, String json) {
    Event event = EventJson.read(json.getBytes(StandardCharsets.UTF_8), type);
    return publisher.publish(event).join().id();
  }

  /** Everything of one type on a topic until now. */
  <E extends Event> List<E> read(Topic topic, Class<E> type) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(prefix + topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<E> all = new ArrayList<>();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      consumer
          .poll(Duration.ofMillis(100))
          .forEach(
              record -> {
                if (record.value() instanceof DeserializationResult.Readable(var envelope)
                    && type.isInstance(envelope.payload())) {
                  all.add(type.cast(envelope.payload()));
                }
              });
    }
    return all;
  }

  @Override
  public void close() {
    consumer.close();
    publisher.close();
  }
}
