/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.logpipeline.indexing.AdaptiveBulkSize;
import io.berth.logpipeline.indexing.IndexDocument;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Documents that were read and are not indexed yet: one bulk per data stream that is being filled,
 * those that are queued and those in flight. Used by the consumer's thread only, except {@link
 * #completed}.
 */
final class PendingBulks {

  private static final long MIN_BYTES = 2 << 20;
  private static final long MAX_BYTES = 16 << 20;

  /** While others are in flight, a bulk waits this long for more documents. */
  private static final long LINGER_MILLIS = 200;

  private final AdaptiveBulkSize bulkSize;
  private final Clock clock;
  private final Consumer<PendingBulk> sender;
  private final SequencedMap<String, PendingBulk> filling = new LinkedHashMap<>();
  private final Deque<PendingBulk> waiting = new ArrayDeque<>();
  private final Set<PendingBulk> inFlight = new HashSet<>();
  private final BlockingQueue<PendingBulk> finished = new LinkedBlockingQueue<>();
  private final long maxBytes;
  private int bytesBuffered;
  private int bytesInFlight;

  /**
   * @param memory what there is in all. Documents of up to a fortieth of it are in flight, and as
   *     many wait; with its record, the record's headers and a request each takes five times its
   *     own length
   */
  PendingBulks(AdaptiveBulkSize bulkSize, Clock clock, long memory, Consumer<PendingBulk> sender) {
    this.maxBytes = Math.clamp(memory / 40, MIN_BYTES, MAX_BYTES);
    this.bulkSize = bulkSize;
    this.clock = clock;
    this.sender = sender;
  }

  void add(IndexDocument document, ConsumerRecord<byte[], byte[]> source) {
    PendingBulk bulk =
        filling.computeIfAbsent(document.stream(), name -> new PendingBulk(name, clock.millis()));
    bulk.add(document, source);
    bytesBuffered += document.length();
    if (bulk.bytes() >= bulkSize.bytes() || bulk.bytes() >= maxBytes / 2) {
      filling.remove(document.stream());
      waiting.add(bulk);
    }
  }

  /** Sends what may be sent now; throws if a bulk in flight has failed. */
  void send() {
    release();
    while (maySend() && !(waiting.isEmpty() && filling.isEmpty())) {
      if (waiting.isEmpty() && !isDue()) {
        return;
      }
      PendingBulk next = waiting.isEmpty() ? filling.pollFirstEntry().getValue() : waiting.poll();
      bytesBuffered -= next.bytes();
      bytesInFlight += next.bytes();
      inFlight.add(next);
      sender.accept(next);
    }
  }

  private boolean maySend() {
    return inFlight.isEmpty()
        || inFlight.size() < bulkSize.concurrency() && bytesInFlight < maxBytes;
  }

  private boolean isDue() {
    return inFlight.isEmpty()
        || bytesBuffered >= maxBytes / 4
        || clock.millis() - filling.firstEntry().getValue().createdAt() >= LINGER_MILLIS;
  }

  /** A bulk is indexed, or has failed. Any thread. */
  void completed(PendingBulk bulk) {
    finished.add(bulk);
  }

  private void release() {
    for (PendingBulk bulk = finished.poll(); bulk != null; bulk = finished.poll()) {
      release(bulk);
    }
  }

  private void release(PendingBulk bulk) {
    if (!inFlight.contains(bulk)) {
      return;
    }
    if (bulk.failure() != null) {
      throw new KafkaException("Indexing a bulk of documents failed: " + bulk.failure());
    }
    inFlight.remove(bulk);
    bytesInFlight -= bulk.bytes();
  }

  /** Whether more should be read. */
  boolean hasRoom() {
    return bytesBuffered < Math.min(maxBytes, 2L * bulkSize.bytes());
  }

  /** Waits until a bulk is completed. */
  void await(Duration timeout) throws InterruptedException {
    PendingBulk bulk = finished.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (bulk != null) {
      release(bulk);
    }
  }

  /** Waits until no bulk is in flight, up to the given time. */
  void awaitAll(Duration timeout) throws InterruptedException {
    long end = clock.millis() + timeout.toMillis();
    for (long left = timeout.toMillis();
        !inFlight.isEmpty() && left > 0;
        left = end - clock.millis()) {
      await(Duration.ofMillis(left));
    }
  }

  /** The offset of the first record of a partition that is not indexed. */
  long firstPending(TopicPartition partition, long read) {
    return all().mapToLong(bulk -> bulk.first(partition, read)).min().orElse(read);
  }

  /** The oldest timestamp of records that are not indexed. */
  long oldest() {
    return all().mapToLong(PendingBulk::oldest).min().orElse(Long.MAX_VALUE);
  }

  /** The partition is read again from its last commit, here or by another consumer. */
  void reassign(TopicPartition partition) {
    all().forEach(bulk -> bulk.reassign(partition));
    filling.values().removeIf(PendingBulk::isReassigned);
    waiting.removeIf(PendingBulk::isReassigned);
    inFlight.removeIf(PendingBulk::isReassigned);
    bytesBuffered =
        Stream.concat(filling.values().stream(), waiting.stream())
            .mapToInt(PendingBulk::bytes)
            .sum();
    bytesInFlight = inFlight.stream().mapToInt(PendingBulk::bytes).sum();
  }

  private Stream<PendingBulk> all() {
    return Stream.of(filling.values(), waiting, inFlight).flatMap(Collection::stream);
  }
}
