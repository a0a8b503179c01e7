/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.logpipeline.indexing.IndexDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Documents of one data stream and the records they come from, to be indexed together. Filled by
 * the consumer's thread, indexed by another.
 */
final class PendingBulk {

  private final String stream;
  private final long createdAt;
  private final List<IndexDocument> documents = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> sources = new ArrayList<>();
  private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();
  private final CountDownLatch reassigned = new CountDownLatch(1);
  private long oldest = Long.MAX_VALUE;
  private int bytes;
  private volatile @Nullable Throwable failure;

  /**
   * @param begun when its first document was there, in milliseconds since 1970
   */
  PendingBulk(String stream, long createdAt) {
    this.stream = stream;
    this.createdAt = createdAt;
  }

  void add(IndexDocument document, ConsumerRecord<byte[], byte[]> source) {
    documents.add(document);
    sources.add(source);
    bytes += document.length();
    oldest = Math.min(oldest, source.timestamp());
    firstOffsets.putIfAbsent(
        new TopicPartition(source.topic(), source.partition()), source.offset());
  }

  String stream() {
    return stream;
  }

  List<IndexDocument> documents() {
    return documents;
  }

  int bytes() {
    return bytes;
  }

  long createdAt() {
    return createdAt;
  }

  /** The timestamp of its oldest record. */
  long oldest() {
    return oldest;
  }

  /** The offset of its first record of a partition; {@code none} where it has none. */
  long first(TopicPartition partition, long none) {
    return firstOffsets.getOrDefault(partition, none);
  }

  /** The record that a document was made of. */
  ConsumerRecord<byte[], byte[]> source(IndexDocument document) {
    for (int i = 0; i < documents.size(); i++) {
      if (documents.get(i).id().equals(document.id())) {
        return sources.get(i);
      }
    }
    throw new IllegalArgumentException("the document is not in this bulk");
  }

  /** The partition was reassigned; a bulk without any partition left is not retried. */
  void reassign(TopicPartition partition) {
    firstOffsets.remove(partition);
    if (isReassigned()) {
      reassigned.countDown();
    }
  }

  boolean isReassigned() {
    return firstOffsets.isEmpty();
  }

  /** Waits before another attempt; true where there is to be none. */
  boolean awaitReassigned(Duration time) throws InterruptedException {
    return reassigned.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  void fail(Throwable why) {
    failure = why;
  }

  @Nullable Throwable failure() {
    return failure;
  }
}
