/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.planning.Order;
import io.berth.deploy.waves.Sequence;
import io.berth.events.command.Command;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Commands in waves whose deadline cannot have passed: the group does not deliver them again. */
final class CommandsInWaves {

  /** The longest deadline there is, and an hour for clocks that differ. */
  static final Duration HORIZON = Duration.ofHours(25);

  private final Logs logs;
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final List<Order> orders = new ArrayList<>();

  CommandsInWaves(Logs logs) {
    this.logs = logs;
  }

  /** In the order of the log, for each application. */
  List<Order> recall(Consumer<byte[], byte[]> consumer, String topic, Instant since) {
    TopicHistory.replay(consumer, topic, since, this::note);
    return List.copyOf(orders);
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    if (reader.deserialize(record.topic(), record.headers(), record.value())
            instanceof Received.Readable readable
        && readable.envelope().payload() instanceof Command command
        && Sequence.of(command.meta()).isPresent()) {
      orders.add(
          new Order(
              readable.envelope().id(),
              command,
              readable.envelope().timeOr(Instant.ofEpochMilli(record.timestamp())),
              logs.position(record)));
    }
  }
}
