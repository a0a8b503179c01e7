/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.queue.KeyedExecutor;
import io.berth.stream.BindingCustomizer;
import io.berth.stream.ReceivedRecord;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Hands the records of a binding to an executor: in order for each key, concurrently for different
 * keys. A partition with too many unfinished records is paused; an offset is committed only when
 * everything before it is done.
 */
public final class KeyOrderedConsumer
    implements BindingCustomizer, ApplicationListener<ListenerContainerIdleEvent>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyOrderedConsumer.class);
  private static final int MAX_UNFINISHED = 500;

  /** The interval of ownership checks: at each empty poll, and while records arrive. */
  private static final Duration CHECK_EVERY = Duration.ofMillis(100);

  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(8);

  private final String bindingName;
  private final RecordDispatcher dispatcher;
  private final RetryingWorker worker;
  private final AssignedPartitions assigned;
  private final PartitionHandover handover;
  private final OffsetTracker offsets = new OffsetTracker();
  private volatile @Nullable AbstractMessageListenerContainer<?, ?> container;
  private volatile Optional<String> trouble = Optional.of("not connected yet");
  private long checkedAt;

  KeyOrderedConsumer(
      String bindingName,
      RecordDispatcher dispatcher,
      KeyedExecutor<String> executor,
      AssignedPartitions assigned,
      OwnershipListener listener) {
    this.bindingName = bindingName;
    this.dispatcher = dispatcher;
    this.worker = new RetryingWorker(offsets, executor);
    this.assigned = assigned;
    this.handover = new PartitionHandover(offsets, assigned, listener);
  }

  @Override
  public String bindingName() {
    return bindingName;
  }

  @Override
  public void configure(AbstractMessageListenerContainer<?, ?> made) {
    ContainerProperties properties = made.getContainerProperties();
    properties.setAckMode(ContainerProperties.AckMode.MANUAL);
    properties.setPollTimeout(CHECK_EVERY.toMillis());
    properties.setIdleEventInterval(CHECK_EVERY.toMillis());
    properties.setSyncCommitTimeout(COMMIT_TIMEOUT);
    properties.setConsumerRebalanceListener(handover);
    made.setCommonErrorHandler(
        new DefaultErrorHandler(new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS)));
    assigned.confirmHeldAt(assigned.now());
    container = made;
  }

  /** Accepts a message of the binding; its function bean is {@code consumer::accept}. */
  public void accept(Message<?> message) {
    ReceivedRecord<byte[], byte[]> received = ReceivedRecord.of(message);
    Runnable acknowledge =
        received.acknowledgment() == null ? () -> {} : received.acknowledgment()::acknowledge;
    accept(received.record(), received.consumer(), acknowledge);
  }

  /**
   * Accepts a record, on the container's thread.
   *
   * @throws KafkaException where partitions cannot be taken over now; the container delivers the
   *     record again
   */
  void accept(
      ConsumerRecord<byte[], byte[]> record, Consumer<?, ?> consumer, Runnable acknowledge) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (offsets.isBehind(partition, record.offset())) {
      handover.resetRecreated(partition, record.offset());
    }
    try {
      handover.takeOver(consumer);
    } catch (KafkaException e) {
      recordFailure(e);
      throw e;
    }
    var partitionOffsets = offsets.add(partition, record.offset(), acknowledge);
    Optional<RecordDispatcher.KeyedTask> work = dispatcher.dispatch(record);
    if (work.isEmpty()) {
      partitionOffsets.complete(record.offset());
    } else {
      worker.take(work.get(), record, partitionOffsets);
    }
    if (assigned.now() - checkedAt > CHECK_EVERY.toNanos()) {
      check(consumer);
    }
  }

  @Override
  public void onApplicationEvent(ListenerContainerIdleEvent event) {
    AbstractMessageListenerContainer<?, ?> mine = container;
    if (mine != null && event.getContainer(AbstractMessageListenerContainer.class) == mine) {
      check(event.getConsumer());
    }
  }

  /**
   * Checks that the partitions are still owned, and pauses those with too many unfinished records.
   */
  void check(Consumer<?, ?> consumer) {
    try {
      handover.takeOver(consumer);
      if (consumer.assignment().isEmpty()) {
        trouble = Optional.of("no partition yet");
        return;
      }
      Optional<String> silence = AssignedPartitions.heartbeatTrouble(consumer.metrics());
      if (silence.isEmpty()) { // else ownership is unknown, and nothing is acted on
        confirmOwnership(consumer);
        throttle(consumer);
      }
      trouble = silence;
    } catch (KafkaException e) {
      recordFailure(e);
    } finally {
      checkedAt = assigned.now();
    }
  }

  private void recordFailure(KafkaException e) {
    trouble = Optional.of(String.valueOf(e.getMessage()));
    LOG.warn("Reading {} from Kafka failed and will be retried: {}", bindingName, e.getMessage());
  }

  private void confirmOwnership(Consumer<?, ?> consumer) {
    long asOf = assigned.now();
    if (trouble.isPresent() || assigned.wasPausedAt(asOf)) {
      handover.revalidate(consumer);
      LOG.info(
          "Binding {}: Kafka confirmed the assignment of its {} partitions to this instance, after: {}",
          bindingName,
          consumer.assignment().size(),
          trouble.orElse("this process was paused"));
    } else {
      assigned.confirmHeldAt(asOf);
    }
  }

  private void throttle(Consumer<?, ?> consumer) {
    AbstractMessageListenerContainer<?, ?> mine = container;
    if (mine == null) {
      return;
    }
    for (TopicPartition partition : consumer.assignment()) {
      int unfinished = offsets.unfinished(partition);
      if (unfinished > MAX_UNFINISHED) {
        mine.pausePartition(partition);
      } else if (unfinished < MAX_UNFINISHED / 2 && mine.isPartitionPauseRequested(partition)) {
        mine.resumePartition(partition);
      }
    }
  }

  /** Why it cannot read, if anything. */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Starts no more work and stops retrying; the binding stops the container. */
  @Override
  public void close() {
    worker.stop();
  }

  /** Turns a record into work. */
  interface RecordDispatcher {

    /** The work for a record; empty where there is none. */
    Optional<KeyedTask> dispatch(ConsumerRecord<byte[], byte[]> record);

    /**
     * The work for a record.
     *
     * @param key tasks with the same key run in order
     * @param task handles the record; where it throws that a dependency is unavailable it is
     *     retried before anything else of its key
     * @param onDone called once, when it is done or the partition was lost
     */
    record KeyedTask(String key, Runnable task, Runnable onDone) {

      static KeyedTask of(String key, Runnable task) {
        return new KeyedTask(key, task, () -> {});
      }
    }
  }
}
