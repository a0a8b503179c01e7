/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads what a topic holds, by hand: up to its present end, and again later from there. Any thread
 * may ask; the reader is told by one at a time, in order.
 */
final class TopicHistory implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader;

  /** Fair: one who reads on and on keeps another who wants to catch up for one poll at most. */
  private final Lock turn = new ReentrantLock(true);

  private TopicHistory(
      Consumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.reader = reader;
  }

  /**
   * Positions the consumer and hands over every record up to the present end. The consumer stays
   * there and can be read on.
   *
   * @param since the oldest record of interest; EPOCH for all
   */
  static TopicHistory replay(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Instant since,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    if (since.equals(Instant.EPOCH)) {
      consumer.seekToBeginning(partitions);
    } else {
      seek(consumer, partitions, since, ends);
    }
    TopicHistory history = new TopicHistory(consumer, partitions, reader);
    history.catchUp();
    return history;
  }

  /**
   * @throws TimeoutException where Kafka does not give the rest within a minute
   */
  void catchUp() {
    turn.lock();
    try {
      readTo(consumer.endOffsets(partitions));
    } finally {
      turn.unlock();
    }
  }

  private void readTo(Map<TopicPartition, Long> ends) {
    long until = System.nanoTime() + LONGEST.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > until) {
        throw new TimeoutException("the history of " + partitions + " was not read in a minute");
      }
      consumer.poll(POLL).forEach(reader);
    }
  }

  /** Reads what has come, waiting a moment for it. */
  void readOn() {
    turn.lock();
    try {
      consumer.poll(POLL).forEach(reader);
    } finally {
      turn.unlock();
    }
  }

  /** Whoever reads now is thrown out, with Kafka's {@code WakeupException}. Any thread. */
  void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    turn.lock();
    try {
      consumer.close();
    } finally {
      turn.unlock();
    }
  }

  private static void seek(
      Consumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Instant since,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(
            partitions.stream()
                .collect(Collectors.toMap(partition -> partition, _ -> since.toEpochMilli())));
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = found.get(partition);
      consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
    }
  }
}
