/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.Topic;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes payloads to their topics; all that another team needs to send a command:
 *
 * <pre>{@code
 * try (var berth = EventPublisher.connect("localhost:19092", "/shop/release-bot")) {
 *   berth.publish(new Scale(CommandMeta.by("release-bot"), AppRef.parse("shop/cart"), 5)).join();
 * }
 * }</pre>
 *
 * <p>Waits for every in-sync replica and never writes twice by itself ({@code acks=all},
 * idempotent). Safe for use by several threads.
 */
public final class EventPublisher implements AutoCloseable {

  private final Producer<String, Envelope<? extends Event>> producer;
  private final String source;
  private final String topicPrefix;

  /**
   * @param producer with {@link CloudEventSerializer} for its values; closed with this
   * @param source the CloudEvents source, such as {@code /shop/release-bot}
   * @param topicPrefix put before every topic's name; empty but on a broker shared by several
   *     installations
   */
  public EventPublisher(
      Producer<String, Envelope<? extends Event>> producer, String source, String topicPrefix) {
    this.producer = producer;
    this.source = source;
    this.topicPrefix = topicPrefix;
  }

  /** Connects with the settings that keep promises. */
  public static EventPublisher connect(String bootstrapServers, String source) {
    return connect(bootstrapServers, source, "");
  }

  /** Connects to a broker whose topics have a prefix. */
  public static EventPublisher connect(String bootstrapServers, String source, String topicPrefix) {
    Map<String, Object> promises =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            // One event at a time, and somebody waits for it.
            ProducerConfig.LINGER_MS_CONFIG,
            0);
    return new EventPublisher(
        new KafkaProducer<>(promises, new StringSerializer(), new CloudEventSerializer()),
        source,
        topicPrefix);
  }

  /** Publishes under a new id; the result carries it. Completes when Kafka has it. */
  public CompletableFuture<Published> publish(Event payload) {
    return publish(Envelope.of(UUID.randomUUID().toString(), source, Instant.now(), payload));
  }

  /** Publishes as it is; the same id again is the same event for its readers. */
  public CompletableFuture<Published> publish(Envelope<? extends Event> envelope) {
    return publish(EventTypes.topicOf(envelope.payload().getClass()), envelope);
  }

  /** Publishes to a topic other than the payload's first one. */
  public CompletableFuture<Published> publish(Topic topic, Envelope<? extends Event> envelope) {
    CompletableFuture<Published> done = new CompletableFuture<>();
    producer.send(
        new ProducerRecord<>(topicPrefix + topic.name(), envelope.payload().key(), envelope),
        (position, failure) -> {
          if (failure == null) {
            done.complete(new Published(envelope.id(), position));
          } else {
            done.completeExceptionally(failure);
          }
        });
    return done;
  }

  /** Publishes the tombstone that removes a key from a compacted topic. */
  public CompletableFuture<Published> remove(Topic topic, String key) {
    CompletableFuture<Published> done = new CompletableFuture<>();
    producer.send(
        new ProducerRecord<>(topicPrefix + topic.name(), key, null),
        (position, failure) -> {
          if (failure == null) {
            done.complete(new Published(key, position));
          } else {
            done.completeExceptionally(failure);
          }
        });
    return done;
  }

  @Override
  public void close() {
    producer.close();
  }

  /**
   * What Kafka acknowledged.
   *
   * @param id the event's id; the command's id where it was a command
   * @param position topic, partition and offset
   */
  public record Published(String id, RecordMetadata position) {}
}
