/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.Operations;
import io.berth.deploy.kafka.SaidBefore.Stage;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.kafka.Received;
import io.berth.events.operation.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * {@code berth.operations}, written and remembered: what an earlier instance said counts, and is
 * read back at the start.
 */
public final class OperationsTopic implements Operations, AutoCloseable {

  private final String cluster;
  private final String source;
  private final EventPublisher publisher;
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private volatile @Nullable TopicHistory history;
  private volatile boolean unsure;
  private final SaidBefore memory;

  OperationsTopic(String cluster, String source, EventPublisher publisher) {
    this.cluster = cluster;
    this.memory = new SaidBefore(cluster);
    this.source = source;
    this.publisher = publisher;
  }

  /** Reads back what was said since then about this cluster; the reader stays for later. */
  void recall(
      Supplier<Consumer<byte[], byte[]>> readers, String topic, Instant since, DriftTopic drifts) {
    close();
    Consumer<byte[], byte[]> consumer = readers.get();
    try {
      history = TopicHistory.replay(consumer, topic, since, record -> recall(record, drifts));
    } catch (KafkaException e) {
      consumer.close();
      throw e;
    }
  }

  /** Reads what others said meanwhile. */
  void catchUp() {
    TopicHistory known = history;
    if (known != null) {
      known.catchUp();
    }
  }

  private void recall(ConsumerRecord<byte[], byte[]> record, DriftTopic drifts) {
    if (reader.deserialize(record.topic(), record.headers(), record.value())
            instanceof Received.Readable readable
        && readable.envelope().payload() instanceof Operation operation
        && (operation.ref().cluster().equals(cluster)
            || readable.envelope().source().equals(source))) {
      drifts.recall(operation);
      memory.note(operation);
    }
  }

  @Override
  public boolean say(Operation operation) {
    String id = memory.key(operation.ref());
    // One word at a time: the check and the word must not be torn apart.
    synchronized (locks[Math.floorMod(id.hashCode(), locks.length)]) {
      makeSure();
      if (memory.known(operation)) {
        return false;
      }
      publish(operation);
      memory.note(operation);
      return true;
    }
  }

  private void publish(Operation operation) {
    try {
      publisher
          .publish(Envelope.of(eventId(operation), source, operation.ref().at(), operation))
          .join();
    } catch (CompletionException e) {
      unsure = true;
      throw new KafkaAway("Kafka does not take an operation: " + e.getCause(), e);
    }
  }

  /** A word whose fate is not known may have arrived: look before it is said again. */
  private void makeSure() {
    if (unsure) {
      try {
        catchUp();
        unsure = false;
      } catch (KafkaException e) {
        throw new KafkaAway("Kafka does not let operations be read: " + e.getMessage(), e);
      }
    }
  }

  /** The same step of the same command has the same id whoever says it, and however often. */
  private String eventId(Operation operation) {
    if (!SaidBefore.once(operation)) {
      return UUID.randomUUID().toString();
    }
    String step =
        operation.ref().commandId() + "/" + operation.ref().cluster() + "/" + Stage.of(operation);
    return UUID.nameUUIDFromBytes(step.getBytes(StandardCharsets.UTF_8)).toString();
  }

  @Override
  public boolean accepted(String commandId) {
    return memory.has(commandId, Stage.ACCEPTED);
  }

  @Override
  public boolean applied(String commandId) {
    return memory.has(commandId, Stage.APPLIED);
  }

  @Override
  public boolean concluded(String commandId) {
    return memory.has(commandId, Stage.CONCLUDED);
  }

  @Override
  public List<Open> open() {
    return memory.open();
  }

  @Override
  public void close() {
    TopicHistory known = history;
    if (known != null) {
      known.close();
    }
  }

  @Override
  public boolean removing(AppRef app) {
    return memory.removing(app);
  }

  private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();
}
