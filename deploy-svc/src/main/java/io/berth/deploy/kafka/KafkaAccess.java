/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.events.Topic;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventPublisher;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How this service reaches Kafka.
 *
 * @param bootstrapServers host:port, by commas
 * @param topicPrefix before every topic's name
 * @param group this service's consumer group, with the cluster's name
 * @param source of its CloudEvents
 * @param service its name in dead letters
 */
public record KafkaAccess(
    String bootstrapServers, String topicPrefix, String group, String source, String service) {

  String name(Topic topic) {
    return topicPrefix + topic.name();
  }

  /** Public names stand in positions, so that a prefix is nothing that others have to know. */
  String publicName(String topic) {
    return topic.startsWith(topicPrefix) ? topic.substring(topicPrefix.length()) : topic;
  }

  public Map<String, Object> admin() {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "request.timeout.ms",
        10000,
        "default.api.timeout.ms",
        15000);
  }

  EventPublisher publisher() {
    return new EventPublisher(
        new KafkaProducer<>(producer(), new StringSerializer(), new CloudEventSerializer()),
        source,
        topicPrefix);
  }

  KafkaProducer<byte[], byte[]> rawProducer() {
    return new KafkaProducer<>(producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> producer() {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "acks",
        "all",
        "enable.idempotence",
        true,
        "linger.ms",
        0,
        "max.block.ms",
        20000,
        // Shorter than the 10 s after which another instance may hold what this word is about.
        "delivery.timeout.ms",
        8000,
        "request.timeout.ms",
        5000,
        "compression.type",
        "lz4");
  }

  /** Reads on where the group was, from the beginning the first time. */
  Consumer<byte[], byte[]> grouped(String suffix) {
    Map<String, Object> config = consumer();
    config.put("group.id", group + suffix);
    // After a kill -9 the next instance takes over when the killed one's session ends.
    config.put("session.timeout.ms", 10_000);
    // A broker that is away must not keep the reading loop from saying so.
    config.put("default.api.timeout.ms", 8_000);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Reads by hand, without a group. */
  Consumer<byte[], byte[]> ungrouped() {
    return new KafkaConsumer<>(
        consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> consumer() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    config.put("isolation.level", "read_committed");
    config.put("allow.auto.create.topics", false);
    config.put("max.poll.records", 200);
    config.put("fetch.max.wait.ms", 100);
    return config;
  }
}
