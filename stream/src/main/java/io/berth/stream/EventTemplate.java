/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.Topic;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends events, each to the topic of its payload, over one output binding: a single producer keeps
 * the order of the calls.
 *
 * <p>A returned future completes when every in-sync replica has the record, or exceptionally with
 * Kafka's reason; without Kafka at the start it fails at once. Nothing is sent to a topic that the
 * service does not declare as written.
 */
public final class EventTemplate {

  private final RecordSender sender;
  private final String prefix;
  private final Set<String> writes;

  /**
   * @param prefix of every topic
   * @param topics of the service
   */
  public EventTemplate(RecordSender sender, String prefix, ServiceTopics topics) {
    this.sender = sender;
    this.prefix = prefix;
    this.writes =
        topics.writes().stream().map(topic -> prefix + topic.name()).collect(Collectors.toSet());
  }

  /** Sends to the payload's own topic. */
  public CompletableFuture<RecordMetadata> send(Envelope<? extends Event> envelope) {
    return send(EventTypes.topicOf(envelope.payload().getClass()), envelope);
  }

  /** Sends to a topic other than the payload's first one. */
  public CompletableFuture<RecordMetadata> send(Topic topic, Envelope<? extends Event> envelope) {
    return send(new ProducerRecord<>(prefix + topic.name(), envelope.payload().key(), envelope));
  }

  /** Sends with a timestamp of the record's own. */
  public CompletableFuture<RecordMetadata> send(
      Topic topic, Instant timestamp, Envelope<? extends Event> envelope) {
    return send(
        new ProducerRecord<>(
            prefix + topic.name(),
            null,
            timestamp.toEpochMilli(),
            envelope.payload().key(),
            envelope));
  }

  /** Sends the tombstone that removes a key from a compacted topic. */
  public CompletableFuture<RecordMetadata> remove(Topic topic, String key) {
    return send(new ProducerRecord<>(prefix + topic.name(), key, null));
  }

  /**
   * Sends a record as it is, such as a dead letter.
   *
   * @param record with a key and a value that {@link RecordSerializer} writes; its topic is the
   *     name in Kafka, prefix and all
   */
  public CompletableFuture<RecordMetadata> send(ProducerRecord<?, ?> record) {
    if (!writes.contains(record.topic())) {
      throw new IllegalArgumentException(
          record.topic() + " is not among the topics that this service declares as written");
    }
    return sender.send(record);
  }
}
