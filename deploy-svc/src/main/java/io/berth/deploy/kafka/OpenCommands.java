/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.waves.WavePlan;
import io.berth.events.command.Command;
import io.berth.events.command.Remove;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Replays commands that no object in the cluster names, and whose deadline may not have passed:
 * those in waves, and removals. The group does not deliver them again.
 */
final class OpenCommands {

  /** The maximum deadline, plus an hour for clock skew. */
  static final Duration HORIZON = Duration.ofHours(25);

  private final TopicIds topicIds;
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final List<ReceivedCommand> orders = new ArrayList<>();

  OpenCommands(TopicIds topicIds) {
    this.topicIds = topicIds;
  }

  /** In log order, for each application. */
  List<ReceivedCommand> replay(Consumer<byte[], byte[]> consumer, String topic, Instant since) {
    TopicReplay.replay(consumer, topic, since, this::add);
    return List.copyOf(orders);
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    if (reader.deserialize(record.topic(), record.headers(), record.value())
            instanceof DeserializationResult.Readable readable
        && readable.envelope().payload() instanceof Command command
        && (command instanceof Remove || WavePlan.of(command.meta()).isPresent())) {
      orders.add(
          new ReceivedCommand(
              readable.envelope().id(),
              command,
              readable.envelope().timeOr(Instant.ofEpochMilli(record.timestamp())),
              topicIds.position(record)));
    }
  }
}
