/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.events.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How this service connects to Kafka.
 *
 * @param bootstrapServers host:port, by commas
 * @param topicPrefix before every topic's name
 * @param source of its CloudEvents
 * @param service its name in dead letters
 */
public record KafkaAccess(
    String bootstrapServers, String topicPrefix, String source, String service) {

  String name(Topic topic) {
    return topicPrefix + topic.name();
  }

  /** Positions carry topic names without the prefix, so that other services need not know it. */
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

  /** A consumer without a group, for replays. */
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
