/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Topics read as a table: a consumer binding without a group reads every partition from a given age
 * on, commits nothing, and knows when it has caught up. Every instance has the whole table. After a
 * Kafka outage it resumes at its position.
 *
 * @param <K> the type of keys, by the binding's deserializer
 * @param <V> the type of values, by the binding's deserializer
 */
public final class TopicTable<K, V>
    implements BindingCustomizer, ApplicationListener<ListenerContainerIdleEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(TopicTable.class);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
  private static final long IDLE_MILLIS = 100;

  private final String bindingName;
  private final Function<String, @Nullable Duration> history;
  private final KafkaConnection kafka;
  private final Clock clock;
  private final Consumer<ConsumerRecord<K, V>> reader;

  /** The next offset of each partition, and its end when it was first assigned. */
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private boolean caughtUp;
  private volatile @Nullable AbstractMessageListenerContainer<?, ?> container;

  /**
   * @param bindingName of the consumer binding
   * @param history how far back a topic (its name in Kafka) is read; null for all of it
   * @param reader receives each record, in the order of its partition, from one thread
   */
  public TopicTable(
      String bindingName,
      Function<String, @Nullable Duration> history,
      KafkaConnection kafka,
      Clock clock,
      Consumer<ConsumerRecord<K, V>> reader) {
    this.bindingName = bindingName;
    this.history = history;
    this.kafka = kafka;
    this.clock = clock;
    this.reader = reader;
  }

  @Override
  public String bindingName() {
    return bindingName;
  }

  /** Whether all records have been read that existed when the partitions were first assigned. */
  public synchronized boolean caughtUp() {
    return caughtUp;
  }

  /**
   * Waits until all records have been read that are in the topics now.
   *
   * @throws TimeoutException if Kafka does not answer or the records are not read in time
   */
  public void catchUp(Duration timeout) throws InterruptedException, TimeoutException {
    long until = System.nanoTime() + timeout.toNanos();
    await(() -> !positions.isEmpty(), until, "has no partitions yet");
    Map<TopicPartition, Long> wanted = endsNow(timeout);
    await(() -> reached(wanted), until, "was not read to its end in " + timeout);
  }

  private synchronized void await(BooleanSupplier condition, long until, String failure)
      throws InterruptedException, TimeoutException {
    while (!condition.getAsBoolean()) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new TimeoutException(bindingName + " " + failure);
      }
      wait(left);
    }
  }

  private Map<TopicPartition, Long> endsNow(Duration timeout)
      throws InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    synchronized (this) {
      positions.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    }
    Map<TopicPartition, Long> wanted = new HashMap<>();
    try {
      kafka
          .admin()
          .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .all()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .forEach((partition, end) -> wanted.put(partition, offset(end)));
    } catch (ExecutionException | KafkaException e) {
      TimeoutException timedOut =
          new TimeoutException("Kafka did not say where " + bindingName + " ends");
      timedOut.initCause(e);
      throw timedOut;
    }
    return wanted;
  }

  private static long offset(ListOffsetsResultInfo end) {
    return end.offset();
  }

  private synchronized boolean reached(Map<TopicPartition, Long> wanted) {
    return wanted.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  @Override
  public void configure(AbstractMessageListenerContainer<?, ?> created) {
    ContainerProperties properties = created.getContainerProperties();
    properties.setAckMode(ContainerProperties.AckMode.MANUAL); // and nothing is acknowledged
    properties.setIdleEventInterval(IDLE_MILLIS);
    properties.setPollTimeout(IDLE_MILLIS);
    properties.setConsumerRebalanceListener(new SeekOnAssignment());
    created.setCommonErrorHandler(
        new DefaultErrorHandler(new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS)));
    container = created;
  }

  /** Reads a message of the binding; its function bean is {@code table::accept}. */
  public void accept(Message<?> message) {
    ConsumerRecord<K, V> record = ReceivedRecord.<K, V>of(message).record();
    reader.accept(record);
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    advance(Map.of(partition, record.offset() + 1));
  }

  /** Transaction markers and compacted records advance a position without a record. */
  @Override
  public void onApplicationEvent(ListenerContainerIdleEvent event) {
    AbstractMessageListenerContainer<?, ?> mine = container;
    if (mine == null || event.getContainer(AbstractMessageListenerContainer.class) != mine) {
      return;
    }
    Map<TopicPartition, Long> at = new HashMap<>();
    org.apache.kafka.clients.consumer.Consumer<?, ?> consumer = event.getConsumer();
    try {
      for (TopicPartition partition : consumer.assignment()) {
        at.put(partition, consumer.position(partition, CALL_TIMEOUT));
      }
    } catch (org.apache.kafka.common.errors.TimeoutException _) {
      return; // Kafka is unavailable; the next idle event asks for the position again
    }
    advance(at);
  }

  private synchronized void advance(Map<TopicPartition, Long> to) {
    to.forEach((partition, offset) -> positions.merge(partition, offset, Math::max));
    if (!caughtUp && !ends.isEmpty() && reached(ends)) {
      caughtUp = true;
      LOG.info(
          "Binding {} has read {} partitions of {} to their end",
          bindingName,
          ends.size(),
          ends.keySet().stream().map(TopicPartition::topic).distinct().sorted().toList());
    }
    notifyAll();
  }

  /** Seeks each assigned partition to the table's own position: no offsets are committed. */
  private final class SeekOnAssignment implements ConsumerAwareRebalanceListener {

    @Override
    public void onPartitionsAssigned(
        org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
        Collection<TopicPartition> partitions) {
      while (true) {
        try {
          seek(consumer, partitions);
          return;
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
          AbstractMessageListenerContainer<?, ?> mine = container;
          if (mine == null || !mine.isRunning()) {
            throw e;
          }
          LOG.warn(
              "Binding {} waits for Kafka, which did not report the offsets of its partitions",
              bindingName);
        }
      }
    }
  }

  private void seek(
      org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> known;
    synchronized (this) {
      known = new HashMap<>(positions);
    }
    known.keySet().retainAll(partitions);
    known.forEach(consumer::seek);
    List<TopicPartition> added =
        partitions.stream().filter(partition -> !known.containsKey(partition)).toList();
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(added, CALL_TIMEOUT);
    Map<TopicPartition, Long> end = consumer.endOffsets(added, CALL_TIMEOUT);
    Map<TopicPartition, Long> from = new HashMap<>(begin);
    from.putAll(offsetsSince(consumer, added, end));
    from.forEach(consumer::seek);
    synchronized (this) {
      positions.putAll(from);
      ends.putAll(end);
    }
    advance(Map.of());
  }

  /** The offsets at which the history begins; the end if no record is recent enough. */
  private Map<TopicPartition, Long> offsetsSince(
      org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
      Collection<TopicPartition> added,
      Map<TopicPartition, Long> end) {
    Map<TopicPartition, Long> since = new HashMap<>();
    for (TopicPartition partition : added) {
      Duration age = history.apply(partition.topic());
      if (age != null) {
        since.put(partition, clock.instant().minus(age).toEpochMilli());
      }
    }
    Map<TopicPartition, Long> from = new HashMap<>();
    if (!since.isEmpty()) {
      Map<TopicPartition, @Nullable OffsetAndTimestamp> found =
          consumer.offsetsForTimes(since, CALL_TIMEOUT);
      for (TopicPartition partition : since.keySet()) {
        OffsetAndTimestamp first = found.get(partition);
        from.put(partition, first == null ? end.getOrDefault(partition, 0L) : first.offset());
      }
    }
    return from;
  }
}
