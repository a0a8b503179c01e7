/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.kafka.KeyOrderedConsumer.RecordDispatcher;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PartitionLostException;
import io.berth.deploy.queue.PendingCommands;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.command.Command;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches records of {@code berth.commands}: valid commands to the handler, invalid ones to a
 * rejection, unreadable ones to the dead letters.
 */
final class CommandDispatcher implements RecordDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(CommandDispatcher.class);

  private final String cluster;
  private final TopicIds topicIds;
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final Consumer<ReceivedCommand> handler;
  private final OperationsTopic operations;
  private final DeadLetterPublisher deadLetters;
  private final PendingCommands pending;

  CommandDispatcher(
      String cluster,
      TopicIds topicIds,
      Consumer<ReceivedCommand> handler,
      OperationsTopic operations,
      DeadLetterPublisher deadLetters,
      PendingCommands pending) {
    this.cluster = cluster;
    this.topicIds = topicIds;
    this.handler = handler;
    this.operations = operations;
    this.deadLetters = deadLetters;
    this.pending = pending;
  }

  /**
   * Ordered by the record's key. Where there is none: by the command's subject, or by partition
   * where the record is no command.
   */
  @Override
  public Optional<KeyedTask> dispatch(ConsumerRecord<byte[], byte[]> record) {
    String key =
        record.key() == null ? "partition " + record.partition() : new String(record.key(), UTF_8);
    return Optional.of(
        switch (reader.deserialize(record.topic(), record.headers(), record.value())) {
          case null ->
              KeyedTask.of(
                  key, () -> deadLetters.publish(record, "an empty record; wanted a command"));
          case DeserializationResult.Unreadable unreadable ->
              KeyedTask.of(key, () -> deadLetters.publish(record, unreadable.reason()));
          case DeserializationResult.Invalid invalid ->
              KeyedTask.of(key, () -> guarded(record, () -> reject(record, invalid)));
          case DeserializationResult.Readable(Envelope<? extends Event> envelope)
              when envelope.payload() instanceof Command command ->
              work(
                  record.key() == null ? command.key() : key,
                  record,
                  receivedCommand(record, envelope, command));
          case DeserializationResult.Readable(Envelope<? extends Event> envelope) ->
              KeyedTask.of(key, () -> deadLetters.publish(record, notACommand(envelope)));
        });
  }

  private KeyedTask work(
      String key, ConsumerRecord<byte[], byte[]> record, ReceivedCommand received) {
    if (isIdOfAnother(received)) {
      return KeyedTask.of(key, () -> deadLetters.publish(record, idOfAnother(received)));
    }
    Optional<Violation> wrongKey = wrongKey(record, received.command());
    if (wrongKey.isPresent()) {
      return KeyedTask.of(key, () -> guarded(record, () -> reject(received, wrongKey.get())));
    }
    pending.add(received);
    return new KeyedTask(
        key, () -> guarded(record, () -> handle(received)), () -> pending.remove(received));
  }

  /** It could not be answered: everything published under that id is about the other command. */
  private boolean isIdOfAnother(ReceivedCommand received) {
    return received.command().meta().targets(cluster)
        && (pending.isIdOfAnother(received) || operations.isIdOfAnother(received));
  }

  private static String idOfAnother(ReceivedCommand received) {
    return "the "
        + received.command().verb()
        + " of "
        + received.command().subject()
        + " has the id of another command, "
        + received.id()
        + "; wanted an id of its own: it is not carried out";
  }

  private void handle(ReceivedCommand received) {
    pending.requireOwned(received);
    handler.accept(received);
  }

  /**
   * A command that was accepted before gets its verdict from its first record; this is a
   * redelivery.
   */
  private void reject(ReceivedCommand received, Violation why) {
    if (received.command().meta().targets(cluster) && !operations.isAccepted(received.id())) {
      operations.publish(received.rejection(cluster, why));
    }
  }

  private void guarded(ConsumerRecord<byte[], byte[]> record, Runnable step) {
    try {
      step.run();
    } catch (ClusterUnavailableException | KafkaUnavailableException | PartitionLostException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error(
          "Record {}-{}@{} failed and goes to the dead letters",
          record.topic(),
          record.partition(),
          record.offset(),
          e);
      deadLetters.publish(record, "the service failed at it: " + e);
    }
  }

  private ReceivedCommand receivedCommand(
      ConsumerRecord<byte[], byte[]> record, Envelope<? extends Event> envelope, Command command) {
    return new ReceivedCommand(
        envelope.id(),
        command,
        envelope.time().equals(Instant.EPOCH)
            ? Instant.ofEpochMilli(record.timestamp())
            : envelope.time(),
        topicIds.position(record));
  }

  private static String notACommand(Envelope<? extends Event> envelope) {
    return "a "
        + envelope.payload().getClass().getSimpleName()
        + "; wanted a command on this topic";
  }

  /** Under another key its order relative to the application's other commands would be lost. */
  private static Optional<Violation> wrongKey(
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

  private void reject(
      ConsumerRecord<byte[], byte[]> record, DeserializationResult.Invalid invalid) {
    if (!Command.class.isAssignableFrom(invalid.payload())) {
      deadLetters.publish(record, "no command, and invalid: " + invalid.fields());
      return;
    }
    InvalidCommand command = InvalidCommand.of(invalid);
    if (command.targets(cluster) && !operations.isAccepted(invalid.id())) {
      operations.publish(
          command.rejected(
              cluster, command.app(record.key()), Instant.ofEpochMilli(record.timestamp())));
    }
  }
}
