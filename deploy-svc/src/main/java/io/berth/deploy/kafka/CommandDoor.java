/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.delivery.Operations;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Position;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.InvalidEvent;
import io.berth.events.command.Command;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code berth.commands}: what can be read is handled, what cannot is answered or set aside. */
final class CommandDoor implements TopicReader.Door {

  private static final Logger LOG = LoggerFactory.getLogger(CommandDoor.class);

  private final String cluster;
  private final KafkaAccess access;
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final Consumer<Order> handler;
  private final Operations operations;
  private final DeadLetters deadLetters;

  CommandDoor(
      String cluster,
      KafkaAccess access,
      Consumer<Order> handler,
      Operations operations,
      DeadLetters deadLetters) {
    this.cluster = cluster;
    this.access = access;
    this.handler = handler;
    this.operations = operations;
    this.deadLetters = deadLetters;
  }

  /** The key orders, or the partition where there is none. */
  @Override
  public Optional<String> lane(ConsumerRecord<byte[], byte[]> record) {
    return Optional.of(
        record.key() == null ? "partition " + record.partition() : new String(record.key(), UTF_8));
  }

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record) {
    try {
      switch (reader.deserialize(record.topic(), record.headers(), record.value())) {
        case null -> deadLetters.keep(record, "an empty record; wanted a command");
        case Received.Unreadable unreadable -> deadLetters.keep(record, unreadable.reason());
        case Received.Invalid invalid -> refuse(record, invalid);
        case Received.Readable(Envelope<? extends Event> envelope) -> read(record, envelope);
      }
    } catch (ClusterAway | KafkaAway e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("A command could not be handled", e);
      deadLetters.keep(record, "the service failed at it: " + e);
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record, Envelope<? extends Event> envelope) {
    if (envelope.payload() instanceof Command command) {
      handler.accept(
          new Order(
              envelope.id(),
              command,
              envelope.time().equals(Instant.EPOCH)
                  ? Instant.ofEpochMilli(record.timestamp())
                  : envelope.time(),
              new Position(
                  access.publicName(record.topic()), record.partition(), record.offset())));
    } else {
      deadLetters.keep(
          record,
          "a "
              + envelope.payload().getClass().getSimpleName()
              + "; wanted a command on this topic");
    }
  }

  private void refuse(ConsumerRecord<byte[], byte[]> record, Received.Invalid invalid) {
    Optional<AppRef> app = app(record);
    if (app.isEmpty() || !Command.class.isAssignableFrom(invalid.payload())) {
      deadLetters.keep(record, "invalid, and its key names no application: " + invalid.fields());
      return;
    }
    InvalidCommand command = InvalidCommand.of(record.value(), invalid);
    if (command.targets(cluster)) {
      operations.say(
          command.rejected(cluster, app.get(), Instant.ofEpochMilli(record.timestamp())));
    }
  }

  private static Optional<AppRef> app(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.key() == null
          ? Optional.empty()
          : Optional.of(AppRef.parse(new String(record.key(), UTF_8)));
    } catch (InvalidEvent e) {
      return Optional.empty();
    }
  }
}
