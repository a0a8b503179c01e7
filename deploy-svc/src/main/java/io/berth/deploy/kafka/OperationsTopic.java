/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.Operations;
import io.berth.events.Envelope;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.kafka.Received;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * {@code berth.operations}, written and remembered: what an earlier instance said counts, and is
 * read back at the start.
 */
public final class OperationsTopic implements Operations {

  private static final int MOST_REMEMBERED = 200_000;

  private final String cluster;
  private final String source;
  private final EventPublisher publisher;
  private final Map<String, Said> memory =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
          return size() > MOST_REMEMBERED && eldest.getValue().steps().contains(Stage.CONCLUDED);
        }
      };

  /** Steps that are said once. */
  private enum Stage {
    ACCEPTED,
    APPLIED,
    CONCLUDED
  }

  private record Said(Open command, Set<Stage> steps) {}

  OperationsTopic(String cluster, String source, EventPublisher publisher) {
    this.cluster = cluster;
    this.source = source;
    this.publisher = publisher;
  }

  /** Reads back what was said since then about this cluster. */
  void recall(Consumer<byte[], byte[]> consumer, String topic, Instant since, DriftTopic drifts) {
    CloudEventDeserializer reader = new CloudEventDeserializer();
    TopicHistory.replay(consumer, topic, since, record -> recall(reader, record, drifts));
  }

  private void recall(
      CloudEventDeserializer reader, ConsumerRecord<byte[], byte[]> record, DriftTopic drifts) {
    if (reader.deserialize(record.topic(), record.headers(), record.value())
            instanceof Received.Readable readable
        && readable.envelope().payload() instanceof Operation operation
        && (operation.ref().cluster().equals(cluster)
            || readable.envelope().source().equals(source))) {
      drifts.recall(operation);
      synchronized (memory) {
        note(operation);
      }
    }
  }

  @Override
  public boolean say(Operation operation) {
    String id = key(operation.ref());
    // One word at a time: the check and the word must not be torn apart.
    synchronized (locks[Math.floorMod(id.hashCode(), locks.length)]) {
      if (known(operation)) {
        return false;
      }
      publish(operation);
      synchronized (memory) {
        note(operation);
      }
      return true;
    }
  }

  private void publish(Operation operation) {
    try {
      publisher
          .publish(Envelope.of(eventId(operation), source, operation.ref().at(), operation))
          .join();
    } catch (CompletionException e) {
      throw new KafkaAway("Kafka does not take an operation: " + e.getCause(), e);
    }
  }

  /** The same step of the same command has the same id whoever says it, and however often. */
  private String eventId(Operation operation) {
    if (operation instanceof Progressing || operation instanceof Drifted) {
      return UUID.randomUUID().toString();
    }
    String step =
        operation.ref().commandId() + "/" + operation.ref().cluster() + "/" + stage(operation);
    return UUID.nameUUIDFromBytes(step.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private boolean known(Operation operation) {
    synchronized (memory) {
      Said said = memory.get(key(operation.ref()));
      return said != null
          && (said.steps().contains(Stage.CONCLUDED)
              || (once(operation) && said.steps().contains(stage(operation))));
    }
  }

  private void note(Operation operation) {
    if (once(operation)) {
      var ref = operation.ref();
      memory
          .computeIfAbsent(
              key(ref),
              _ ->
                  new Said(
                      new Open(ref.commandId(), ref.verb(), ref.app(), ref.requestedBy()),
                      EnumSet.noneOf(Stage.class)))
          .steps()
          .add(stage(operation));
    }
  }

  private static boolean once(Operation operation) {
    return !(operation instanceof Progressing || operation instanceof Drifted);
  }

  private static Stage stage(Operation operation) {
    return switch (operation) {
      case Accepted _ -> Stage.ACCEPTED;
      case Applied _, Progressing _, Drifted _ -> Stage.APPLIED;
      case Rejected _, Concluded _ -> Stage.CONCLUDED;
    };
  }

  @Override
  public boolean accepted(String commandId) {
    return has(commandId, Stage.ACCEPTED);
  }

  @Override
  public boolean applied(String commandId) {
    return has(commandId, Stage.APPLIED);
  }

  @Override
  public boolean concluded(String commandId) {
    return has(commandId, Stage.CONCLUDED);
  }

  private boolean has(String commandId, Stage stage) {
    synchronized (memory) {
      Said said = memory.get(commandId);
      return said != null && said.steps().contains(stage);
    }
  }

  @Override
  public List<Open> open() {
    synchronized (memory) {
      return memory.values().stream()
          .filter(said -> said.steps().contains(Stage.APPLIED))
          .filter(said -> !said.steps().contains(Stage.CONCLUDED))
          .map(Said::command)
          .toList();
    }
  }

  /** What is said for a cluster that does not exist says nothing of this one. */
  private String key(OperationRef ref) {
    return ref.cluster().equals(cluster) ? ref.commandId() : ref.commandId() + "@" + ref.cluster();
  }

  private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();
}
