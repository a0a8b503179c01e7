/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.kafka.PublishedSteps.PublishedStep;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.VerdictLog;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.operation.Operation;
import io.berth.redaction.event.EventRedactor;
import io.berth.stream.EventTemplate;
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
 * Publishes to {@code berth.operations} and remembers what was published: steps published by an
 * earlier instance count and are replayed at startup.
 */
public final class OperationsTopic implements OperationLog, AutoCloseable {

  private final String cluster;
  private final String source;
  private final EventTemplate events;
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private volatile @Nullable TopicReplay replay;
  private volatile boolean sendOutcomeUnknown;
  private final PublishedSteps publishedSteps;

  OperationsTopic(String cluster, String source, EventTemplate events) {
    this.cluster = cluster;
    this.publishedSteps = new PublishedSteps(cluster);
    this.source = source;
    this.events = events;
  }

  /**
   * Replays what was published since then about this cluster; the consumer stays open for later.
   */
  void replay(
      Supplier<Consumer<byte[], byte[]>> readers, String topic, Instant since, DriftTopic drifts) {
    close();
    Consumer<byte[], byte[]> consumer = readers.get();
    try {
      replay = TopicReplay.replay(consumer, topic, since, record -> replay(record, drifts));
    } catch (KafkaException e) {
      consumer.close();
      throw e;
    }
  }

  /** Reads what other instances published meanwhile. */
  void catchUp() {
    TopicReplay known = replay;
    if (known != null) {
      known.catchUp();
    }
  }

  private void replay(ConsumerRecord<byte[], byte[]> record, DriftTopic drifts) {
    if (reader.deserialize(record.topic(), record.headers(), record.value())
            instanceof DeserializationResult.Readable readable
        && readable.envelope().payload() instanceof Operation operation
        && (operation.ref().cluster().equals(cluster)
            || readable.envelope().source().equals(source))) {
      drifts.replay(operation);
      publishedSteps.add(operation);
    }
  }

  /** Messages of people, pods and API servers are redacted before they are published. */
  @Override
  public boolean publish(Operation given) {
    Operation operation = EventRedactor.redact(given);
    String id = publishedSteps.key(operation.ref());
    // The check and the send must be atomic for each command.
    synchronized (locks[Math.floorMod(id.hashCode(), locks.length)]) {
      resolveUnknownSend();
      if (publishedSteps.contains(operation)) {
        return false;
      }
      send(operation);
      publishedSteps.add(operation);
    }
    VerdictLog.log(operation);
    return true;
  }

  private void send(Operation operation) {
    try {
      events.send(Envelope.of(eventId(operation), source, operation.ref().at(), operation)).join();
    } catch (CompletionException e) {
      sendOutcomeUnknown = true;
      throw new KafkaUnavailableException("Kafka does not take an operation: " + e.getCause(), e);
    }
  }

  /**
   * A record whose acknowledgement was lost may be on the topic: it is read before anything is sent
   * again.
   */
  private void resolveUnknownSend() {
    if (sendOutcomeUnknown) {
      try {
        catchUp();
        sendOutcomeUnknown = false;
      } catch (KafkaException e) {
        throw new KafkaUnavailableException(
            "Kafka does not let operations be read: " + e.getMessage(), e);
      }
    }
  }

  /** The same step of the same command has the same id, whoever publishes it and however often. */
  private String eventId(Operation operation) {
    if (!PublishedSteps.isPublishedOnce(operation)) {
      return UUID.randomUUID().toString();
    }
    String step =
        operation.ref().commandId()
            + "/"
            + operation.ref().cluster()
            + "/"
            + PublishedStep.of(operation);
    return UUID.nameUUIDFromBytes(step.getBytes(StandardCharsets.UTF_8)).toString();
  }

  @Override
  public boolean isAccepted(String commandId) {
    return publishedSteps.has(commandId, PublishedStep.ACCEPTED);
  }

  @Override
  public boolean isApplied(String commandId) {
    return publishedSteps.has(commandId, PublishedStep.APPLIED);
  }

  @Override
  public boolean isConcluded(String commandId) {
    return publishedSteps.has(commandId, PublishedStep.CONCLUDED);
  }

  /**
   * Whether steps of another command are published under that command's id: one of another verb, or
   * about something else.
   */
  boolean isIdOfAnother(ReceivedCommand received) {
    return publishedSteps.isIdOfAnother(received);
  }

  @Override
  public List<OpenCommand> open() {
    return publishedSteps.open();
  }

  @Override
  public void close() {
    TopicReplay known = replay;
    if (known != null) {
      known.close();
    }
  }

  @Override
  public boolean isRemoving(AppRef app) {
    return publishedSteps.removing(app);
  }

  private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();
}
