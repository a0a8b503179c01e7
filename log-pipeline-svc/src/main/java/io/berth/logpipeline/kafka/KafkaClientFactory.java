/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Which broker, and under which names.
 *
 * @param bootstrapServers of the cluster
 * @param topicPrefix before every topic's and group's name; may be empty
 * @param instance of this process, unique, where enrichment writes in transactions; empty: it does
 *     not
 */
public record KafkaClientFactory(String bootstrapServers, String topicPrefix, String instance) {

  /** The service's name, in groups, sources and dead letters. */
  public static final String SERVICE = EventHeaders.SERVICE;

  /** The topic's name on this broker. */
  public String nameOf(Topic topic) {
    return topicPrefix + topic.name();
  }

  /** For records that must not be lost: all replicas, idempotent, fails after 25 s. */
  Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(writing(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The same with transactions; fences the previous producer of this instance. */
  Producer<byte[], byte[]> transactionalProducer() {
    Map<String, Object> config = new HashMap<>(writing());
    config.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, topicPrefix + SERVICE + "-enrichment-" + instance);
    // An open transaction of a killed process blocks its readers this long.
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      return producer;
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private Map<String, Object> writing() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        ProducerConfig.LINGER_MS_CONFIG,
        5,
        ProducerConfig.BATCH_SIZE_CONFIG,
        128 * 1024,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        15_000,
        // Below the 30 s that our appender waits for an answer.
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        25_000,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        20_000);
  }

  /** {@link #member} as a plain consumer. */
  KafkaConsumer<byte[], byte[]> consumer(String role) {
    return new KafkaConsumer<>(
        member(role), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A member of a group that commits by hand and begins at the beginning. */
  Map<String, Object> member(String role) {
    Map<String, Object> config = reading();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, topicPrefix + SERVICE + role);
    // After a kill -9 the next instance takes over when the killed one's session ends.
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    return config;
  }

  private Map<String, Object> reading() {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20);
    // Always: records of transactions remain after the option was turned off.
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return config;
  }
}
