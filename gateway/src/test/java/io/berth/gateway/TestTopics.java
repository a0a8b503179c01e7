/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventPublisher;
import io.berth.teststack.TestStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of one test, under a prefix of its own: publishes events and reads all records. */
final class TestTopics implements AutoCloseable {

  final String kafka = TestStack.shared().bootstrapServers();
  final String prefix = TestStack.shared().freshTopicPrefix();

  private final EventPublisher publisher =
      new EventPublisher(
          new KafkaProducer<>(
              Map.of("bootstrap.servers", kafka),
              new StringSerializer(),
              new CloudEventSerializer()),
          "/test",
          prefix);

  String nameOf(Topic topic) {
    return prefix + topic.name();
  }

  void publish(Event... events) {
    for (Event event : events) {
      publisher.publish(event).join();
    }
  }

  List<ConsumerRecord<String, String>> commandsWithId(String id) {
    return records(Topics.COMMANDS).stream()
        .filter(record -> header(record, "ce_id").equals(id))
        .toList();
  }

  List<ConsumerRecord<String, String>> records(Topic topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", kafka),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(nameOf(topic)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long all = consumer.endOffsets(partitions).values().stream().mapToLong(it -> it).sum();
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (records.size() < all) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    publisher.close();
  }
}
