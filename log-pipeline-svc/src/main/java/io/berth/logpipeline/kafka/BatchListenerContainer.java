/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/**
 * A listener container that polls topics as a member of a group, hands each batch to a handler, and
 * commits the offsets of processed records. When a batch fails, it is read again from the last
 * committed offset: no record is lost, and handlers must tolerate records that are read again.
 *
 * <p>The container acknowledges nothing itself: a committed offset may lie below what was read,
 * bear metadata, or be part of a transaction. Its idle event hands over an empty batch.
 */
public final class BatchListenerContainer
    implements BatchMessageListener<byte[], byte[]>,
        ConsumerAwareRebalanceListener,
        CommonErrorHandler,
        AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BatchListenerContainer.class);

  /** Between a failure and the next attempt. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** How long one poll waits for records, and so how late a bulk response is noticed. */
  private static final Duration POLL = Duration.ofMillis(50);

  /** How long a full handler is waited for before its partitions are paused and polling goes on. */
  private static final Duration PAUSE_AFTER = Duration.ofMillis(500);

  private final String name;
  private final BatchHandler handler;
  private final KafkaMessageListenerContainer<byte[], byte[]> container;
  private final CommittedOffsets committedOffsets = new CommittedOffsets();
  private final ConsumerLag lag = new ConsumerLag();
  private boolean failing;

  /** Whether a batch is not processed: it is being handled, or it failed. */
  private boolean inBatch;

  /**
   * @param member the consumer's configuration, with its group
   */
  BatchListenerContainer(
      String name, Map<String, Object> member, List<String> topics, BatchHandler handler) {
    this(
        name,
        new DefaultKafkaConsumerFactory<>(
            member, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        topics,
        handler);
  }

  BatchListenerContainer(
      String name,
      ConsumerFactory<byte[], byte[]> consumers,
      List<String> topics,
      BatchHandler handler) {
    this.name = name;
    this.handler = handler;
    ContainerProperties properties = new ContainerProperties(topics.toArray(String[]::new));
    properties.setMessageListener(this);
    properties.setConsumerRebalanceListener(this);
    properties.setAckMode(AckMode.MANUAL); // and nothing is acknowledged
    properties.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
    properties.setPollTimeout(POLL.toMillis());
    properties.setPollTimeoutWhilePaused(POLL);
    properties.setIdleEventInterval(1L);
    properties.setAuthExceptionRetryInterval(RETRY_AFTER);
    properties.setMicrometerEnabled(false);
    properties.setListenerTaskExecutor(new SimpleAsyncTaskExecutor("berth-" + name + "-"));
    this.container = new KafkaMessageListenerContainer<>(consumers, properties);
    container.setBeanName("berth-" + name);
    container.setCommonErrorHandler(this);
    container.setApplicationEventPublisher(this::published);
  }

  public void start() {
    container.start();
  }

  @Override
  public void close() {
    container.stop();
  }

  @Override
  public boolean wantsPollResult() {
    return true;
  }

  @Override
  public void onMessage(
      ConsumerRecords<byte[], byte[]> records,
      @Nullable Acknowledgment acknowledgment,
      Consumer<byte[], byte[]> consumer) {
    turn(records, consumer);
  }

  @Override
  public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
    throw new UnsupportedOperationException("the container gives the poll's result");
  }

  @SuppressWarnings("unchecked")
  private void published(Object event) {
    if (event instanceof ListenerContainerIdleEvent idle) {
      turn(ConsumerRecords.empty(), (Consumer<byte[], byte[]>) idle.getConsumer());
    }
  }

  private void turn(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {
    if (inBatch) {
      // The last batch failed, and so did seeking back to its records.
      restart(consumer);
      return;
    }
    records.forEach(record -> lag.recordRead(record.timestamp()));
    try {
      handle(records, consumer);
      long pauseAt = System.nanoTime() + PAUSE_AFTER.toNanos();
      while (!handler.hasRoom() && System.nanoTime() < pauseAt && container.isRunning()) {
        handler.awaitRoom(POLL);
        handle(ConsumerRecords.empty(), consumer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
    boolean full = !handler.hasRoom();
    if (full && !container.isPauseRequested()) {
      container.pause();
    } else if (!full && container.isPauseRequested()) {
      container.resume();
    }
  }

  private void handle(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer)
      throws InterruptedException {
    inBatch = true;
    handler.handle(records, () -> ConsumerLag.caughtUp(consumer));
    committedOffsets.commit(consumer, handler);
    inBatch = false;
    lag.batchDone(consumer, committedOffsets, handler.oldestPendingTimestamp());
    failing = false;
  }

  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (inBatch) {
      // The batch failed: what was read is not processed.
      return;
    }
    try {
      handler.beforeRevoke();
      committedOffsets.commit(consumer, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug(
          "Committing the offsets of processed records failed, the records will be read again: {}",
          e.toString());
    }
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    assigned(partitions, consumer.committed(Set.copyOf(partitions)));
  }

  private void assigned(
      Collection<TopicPartition> partitions,
      Map<TopicPartition, @Nullable OffsetAndMetadata> committed) {
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata last = committed.get(partition);
      committedOffsets.reset(partition);
      handler.assigned(partition, last == null ? "" : last.metadata());
    }
  }

  @Override
  public boolean isAckAfterHandle() {
    return false;
  }

  @Override
  public boolean seeksAfterHandling() {
    return true;
  }

  @Override
  public void handleBatch(
      Exception failure,
      ConsumerRecords<?, ?> records,
      Consumer<?, ?> consumer,
      MessageListenerContainer failed,
      Runnable invokeListener) {
    reportFailure(failure);
    restart(consumer);
  }

  /** An empty batch failed, or polling did. */
  @Override
  public void handleOtherException(
      Exception failure,
      Consumer<?, ?> consumer,
      MessageListenerContainer failed,
      boolean batchListener) {
    reportFailure(failure);
    if (inBatch) {
      restart(consumer);
    }
  }

  /** Seeks back to the committed offsets. Where that fails, the next turn tries again. */
  private void restart(Consumer<?, ?> consumer) {
    handler.restart();
    Set<TopicPartition> assigned = consumer.assignment();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
    for (TopicPartition partition : assigned) {
      OffsetAndMetadata last = committed.get(partition);
      if (last == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, last.offset());
      }
    }
    assigned(assigned, committed);
    inBatch = false;
  }

  /** Registers gauges: records that are not processed, and the age of the oldest in seconds. */
  public void measure(MeterRegistry registry, Clock clock) {
    registry.gauge("berth.logs.lag", Tags.of("loop", name), lag, ConsumerLag::records);
    registry.gauge(
        "berth.logs.oldest",
        Tags.of("loop", name),
        lag,
        waiting -> waiting.oldestSeconds(clock.millis()));
  }

  /** Logged once until the next success: these lines come back as log records. */
  private void reportFailure(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (!failing && container.isRunning()) {
      LOG.warn(
          "The {} consumer failed and restarts at its last committed offset: {}",
          name,
          cause.toString());
      failing = true;
    }
    long until = System.nanoTime() + RETRY_AFTER.toNanos();
    try {
      while (container.isRunning() && System.nanoTime() < until) {
        Thread.sleep(POLL);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
