/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.EventPublisher;
import io.berth.teststack.TestStack;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads and writes the topics of one test as any other service would. */
final class TopicRecords implements AutoCloseable {

  private final String prefix;
  private final Map<String, Object> settings =
      Map.of(
          "bootstrap.servers",
          TestStack.shared().bootstrapServers(),
          "isolation.level",
          "read_committed",
          "enable.auto.commit",
          false);
  private final KafkaConsumer<String, DeserializationResult> consumer =
      new KafkaConsumer<>(settings, new StringDeserializer(), new CloudEventDeserializer());

  TopicRecords(String prefix) {
    this.prefix = prefix;
  }

  /** Publishes as soon as the service has declared the topic. */
  String publish(Topic topic, Event payload) {
    try (EventPublisher publisher =
        new EventPublisher(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()),
                new StringSerializer(),
                new CloudEventSerializer()),
            "/test",
            prefix)) {
      return publisher.publish(payload).join().id();
    }
  }

  <E extends Event> List<E> read(Topic topic, Class<E> type) {
    return records(topic).stream()
        .map(ConsumerRecord::value)
        .filter(Objects::nonNull)
        .map(received -> ((DeserializationResult.Readable) received).envelope())
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
        .map(record -> ((DeserializationResult.Readable) record.value()).envelope().id())
        .toList();
  }

  /** All records of the test as text, including internal topics, without commands. */
  String everything() {
    StringBuilder all = new StringBuilder();
    try (var bytes =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          bytes.listTopics().entrySet().stream()
              .filter(topic -> topic.getKey().startsWith(prefix))
              .filter(topic -> !topic.getKey().equals(prefix + Topics.COMMANDS.name()))
              .flatMap(topic -> topic.getValue().stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      bytes.assign(partitions);
      bytes.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = bytes.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> bytes.position(p) < ends.get(p))) {
        bytes
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> all.append(text(record.key())).append(text(record.value())).append('\n'));
      }
    }
    return all.toString();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }

  private List<ConsumerRecord<String, DeserializationResult>> records(Topic topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(prefix + topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<ConsumerRecord<String, DeserializationResult>> all = new ArrayList<>();
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
