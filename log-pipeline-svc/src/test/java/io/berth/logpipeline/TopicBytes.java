/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topic;
import io.berth.teststack.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics as bytes, past every rule of the contract. */
final class TopicBytes {

  private final String prefix;

  TopicBytes(String prefix) {
    this.prefix = prefix;
  }

  String nameOf(Topic topic) {
    return prefix + topic.name();
  }

  void write(ProducerRecord<byte[], byte[]> record) {
    write(List.of(record));
  }

  void write(List<ProducerRecord<byte[], byte[]>> records) {
    try (var producer =
        new KafkaProducer<>(broker(), new ByteArraySerializer(), new ByteArraySerializer())) {
      records.forEach(producer::send);
    }
  }

  /** The headers of a CloudEvent. */
  static Map<String, String> attributes(String type, String id, Instant time) {
    return Map.of(
        "ce_specversion",
        "1.0",
        "ce_id",
        id,
        "ce_source",
        "/test",
        "ce_type",
        type,
        "content-type",
        "application/json",
        "ce_time",
        time.toString());
  }

  /** All that is in a topic now. */
  List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(broker(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(nameOf(topic)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }

  /** Keys, values and headers, one after the other. */
  String text(Topic topic) {
    StringBuilder out = new StringBuilder();
    for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
      add(record.key(), out);
      add(record.value(), out);
      record.headers().forEach(header -> add(header.value(), out));
    }
    return out.toString();
  }

  private static void add(byte[] bytes, StringBuilder out) {
    out.append(bytes == null ? "" : new String(bytes, UTF_8)).append('\n');
  }

  private static Map<String, Object> broker() {
    return Map.of("bootstrap.servers", TestStack.shared().bootstrapServers());
  }
}
