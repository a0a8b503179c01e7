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
 * Reads a topic without a consumer group: up to its current end, and later from there on.
 * Thread-safe; the reader is called by one thread at a time, in order.
 */
final class TopicReplay implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader;

  private final Lock lock = new ReentrantLock();

  private TopicReplay(
      Consumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.reader = reader;
  }

  /**
   * Positions the consumer and passes every record up to the current end to the reader. The
   * consumer stays positioned for later calls.
   *
   * @param since the oldest record of interest; EPOCH for all
   */
  static TopicReplay replay(
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
    TopicReplay replay = new TopicReplay(consumer, partitions, reader);
    replay.catchUp();
    return replay;
  }

  /**
   * @throws TimeoutException where Kafka does not give the rest within a minute
   */
  void catchUp() {
    lock.lock();
    try {
      readTo(consumer.endOffsets(partitions));
    } finally {
      lock.unlock();
    }
  }

  private void readTo(Map<TopicPartition, Long> ends) {
    long until = System.nanoTime() + TIMEOUT.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > until) {
        throw new TimeoutException("the history of " + partitions + " was not read in a minute");
      }
      consumer.poll(POLL).forEach(reader);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      consumer.close();
    } finally {
      lock.unlock();
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
