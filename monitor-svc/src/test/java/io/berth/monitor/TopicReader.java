/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.kafka.Received;
import io.berth.localstack.TestStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads the topics of one test as any other service would, and writes to them. */
final class TopicReader implements AutoCloseable {

  private final String prefix;
  private final Map<String, Object> settings =
      Map.of(
          "bootstrap.servers",
          TestStack.shared().bootstrapServers(),
          "isolation.level",
          "read_committed",
          "enable.auto.commit",
          false);
  private final KafkaConsumer<String, Received> consumer =
      new KafkaConsumer<>(settings, new StringDeserializer(), new CloudEventDeserializer());

  TopicReader(String prefix) {
    this.prefix = prefix;
  }

  /** Publishes as soon as the service has declared the topic. */
  void publish(Topic topic, Event payload) {
    try (EventPublisher publisher =
        new EventPublisher(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()),
                new StringSerializer(),
                new CloudEventSerializer()),
            "/test",
            prefix)) {
      publisher.publish(payload).join();
    }
  }

  <E extends Event> List<E> read(Topic topic, Class<E> type) {
    return records(topic).stream()
        .map(ConsumerRecord::value)
        .filter(Objects::nonNull)
        .map(received -> ((Received.Readable) received).envelope())
        .map(Envelope::payload)
        .map(type::cast)
        .toList();
  }

  /** The last payload of each key, as compaction would leave it. */
  <E extends Event> List<E> latest(Topic topic, Class<E> type) {
    Map<String, E> last = new LinkedHashMap<>();
    for (E event : read(topic, type)) {
      last.put(event.key(), event);
    }
    return List.copyOf(last.values());
  }

  List<String> ids(Topic topic) {
    return records(topic).stream()
        .map(record -> ((Received.Readable) record.value()).envelope().id())
        .toList();
  }

  private List<ConsumerRecord<String, Received>> records(Topic topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(prefix + topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<ConsumerRecord<String, Received>> all = new ArrayList<>();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      consumer.poll(Duration.ofMillis(100)).forEach(all::add);
    }
    return all;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
