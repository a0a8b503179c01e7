/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.delivery.Operations;
import io.berth.deploy.planning.Order;
import io.berth.deploy.queue.Backlog;
import io.berth.deploy.queue.NotOurs;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.command.Command;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code berth.commands}: what can be read is handled, what cannot is answered or set aside. */
final class CommandDoor implements Door {

  private static final Logger LOG = LoggerFactory.getLogger(CommandDoor.class);

  private final String cluster;
  private final Logs logs;
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final Consumer<Order> handler;
  private final Operations operations;
  private final DeadLetters deadLetters;
  private final Backlog backlog;

  CommandDoor(
      String cluster,
      Logs logs,
      Consumer<Order> handler,
      Operations operations,
      DeadLetters deadLetters,
      Backlog backlog) {
    this.cluster = cluster;
    this.logs = logs;
    this.handler = handler;
    this.operations = operations;
    this.deadLetters = deadLetters;
    this.backlog = backlog;
  }

  /** In turn with what has the same key, or with the partition where there is none. */
  @Override
  public Optional<Work> open(ConsumerRecord<byte[], byte[]> record) {
    String lane =
        record.key() == null ? "partition " + record.partition() : new String(record.key(), UTF_8);
    return Optional.of(
        switch (reader.deserialize(record.topic(), record.headers(), record.value())) {
          case null ->
              Work.of(lane, () -> deadLetters.keep(record, "an empty record; wanted a command"));
          case Received.Unreadable unreadable ->
              Work.of(lane, () -> deadLetters.keep(record, unreadable.reason()));
          case Received.Invalid invalid ->
              Work.of(lane, () -> safely(record, () -> refuse(record, invalid)));
          case Received.Readable(Envelope<? extends Event> envelope)
              when envelope.payload() instanceof Command command ->
              work(lane, record, order(record, envelope, command));
          case Received.Readable(Envelope<? extends Event> envelope) ->
              Work.of(lane, () -> deadLetters.keep(record, noCommand(envelope)));
        });
  }

  private Work work(String lane, ConsumerRecord<byte[], byte[]> record, Order order) {
    Optional<Violation> misplaced = misplaced(record, order.command());
    if (misplaced.isPresent()) {
      return Work.of(lane, () -> safely(record, () -> refuse(order, misplaced.get())));
    }
    backlog.arrived(order);
    return new Work(lane, () -> safely(record, () -> handle(order)), () -> backlog.left(order));
  }

  private void handle(Order order) {
    backlog.check(order);
    handler.accept(order);
  }

  private void refuse(Order order, Violation why) {
    if (order.command().meta().targets(cluster)) {
      operations.say(order.rejected(cluster, why));
    }
  }

  private void safely(ConsumerRecord<byte[], byte[]> record, Runnable step) {
    try {
      step.run();
    } catch (ClusterAway | KafkaAway | NotOurs e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("A command could not be handled", e);
      deadLetters.keep(record, "the service failed at it: " + e);
    }
  }

  private Order order(
      ConsumerRecord<byte[], byte[]> record, Envelope<? extends Event> envelope, Command command) {
    return new Order(
        envelope.id(),
        command,
        envelope.time().equals(Instant.EPOCH)
            ? Instant.ofEpochMilli(record.timestamp())
            : envelope.time(),
        logs.position(record));
  }

  private static String noCommand(Envelope<? extends Event> envelope) {
    return "a "
        + envelope.payload().getClass().getSimpleName()
        + "; wanted a command on this topic";
  }

  /** Under another key it would overtake, or be overtaken by, what is meant for the same. */
  private static Optional<Violation> misplaced(
      ConsumerRecord<byte[], byte[]> record, Command command) {
    String key = record.key() == null ? command.key() : new String(record.key(), UTF_8);
    return key.equals(command.key())
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "record-key",
                1,
                "the record's key",
                "'" + (key.length() > 200 ? key.substring(0, 200) + "…" : key) + "'",
                "'" + command.key() + "', what the command is about",
                "Send it under that key: it keeps the order of an application's commands."));
  }

  private void refuse(ConsumerRecord<byte[], byte[]> record, Received.Invalid invalid) {
    if (!Command.class.isAssignableFrom(invalid.payload())) {
      deadLetters.keep(record, "no command, and invalid: " + invalid.fields());
      return;
    }
    InvalidCommand command = InvalidCommand.of(record.value(), invalid);
    if (command.targets(cluster)) {
      operations.say(
          command.rejected(
              cluster, command.app(record.key()), Instant.ofEpochMilli(record.timestamp())));
    }
  }
}
