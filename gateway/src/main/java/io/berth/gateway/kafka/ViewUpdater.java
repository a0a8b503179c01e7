/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import io.berth.events.Envelope;
import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.DeserializationResult.Invalid;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.events.kafka.DeserializationResult.Unreadable;
import io.berth.gateway.view.MaterializedView;
import io.berth.gateway.view.MaterializedView.ViewChange;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the records of the view's topics; every instance holds the whole view. */
public final class ViewUpdater {

  private static final Logger LOG = LoggerFactory.getLogger(ViewUpdater.class);

  private final MaterializedView view;
  private final Consumer<ViewChange> subscribers;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, Topic> topics;
  private volatile BooleanSupplier caughtUp = () -> false;

  /**
   * @param prefix of the topics' names
   * @param subscribers receive each change once the view has caught up
   */
  public ViewUpdater(
      String prefix,
      MaterializedView view,
      Consumer<ViewChange> subscribers,
      Clock clock,
      MeterRegistry meters) {
    this.view = view;
    this.subscribers = subscribers;
    this.clock = clock;
    this.meters = meters;
    this.topics =
        MaterializedView.TOPICS.stream()
            .collect(Collectors.toMap(topic -> prefix + topic, Function.identity()));
  }

  /** Sets how to find out whether the records that existed at the start have been applied. */
  public void setCaughtUp(BooleanSupplier supplier) {
    caughtUp = supplier;
  }

  /** Applies the next record of any of the topics. */
  public void update(ConsumerRecord<String, DeserializationResult> record) {
    Topic topic = topics.get(record.topic());
    if (topic == null || (record.key() == null && record.value() == null)) {
      return;
    }
    try {
      change(topic, record).filter(_ -> caughtUp.getAsBoolean()).ifPresent(subscribers);
    } catch (RuntimeException e) {
      // One record that cannot be applied must not stop the view.
      skip(record, e.toString());
    }
  }

  private Optional<ViewChange> change(
      Topic topic, ConsumerRecord<String, DeserializationResult> record) {
    return switch (record.value()) {
      case null -> view.remove(topic, record.key());
      case Readable(Envelope<?> envelope) -> view.apply(dated(envelope, record), clock.instant());
      case Invalid invalid when invalid.command() != null && topic.equals(Topics.COMMANDS) ->
          view.applyInvalid(
              invalid.id(),
              invalid.command().subject(record.key()),
              invalid.command(),
              invalid.time() == null ? Instant.ofEpochMilli(record.timestamp()) : invalid.time(),
              clock.instant());
      case Invalid _, Unreadable _ -> {
        skip(record, record.value().getClass().getSimpleName());
        yield Optional.empty();
      }
    };
  }

  /** As for deploy-svc, an event without a time has that of its record. */
  private static Envelope<?> dated(
      Envelope<?> envelope, ConsumerRecord<String, DeserializationResult> record) {
    return envelope.withTime(envelope.timeOr(Instant.ofEpochMilli(record.timestamp())));
  }

  /** The service that handles the record reports its fault; the view only leaves it out. */
  private void skip(ConsumerRecord<String, DeserializationResult> record, String reason) {
    meters.counter("berth.gateway.board.set.aside", "topic", record.topic()).increment();
    LOG.warn(
        "Record {}-{}@{} is missing from the view, it cannot be read: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        reason);
  }
}
