/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.logpipeline.indexing.Document;
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
 * Documents of one data stream on their way, and the records they come from. Filled and asked by
 * the loop's thread; seen through by another.
 */
final class Parcel {

  private final String stream;
  private final long begun;
  private final List<Document> documents = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> sources = new ArrayList<>();
  private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();
  private final CountDownLatch forgotten = new CountDownLatch(1);
  private long oldest = Long.MAX_VALUE;
  private int bytes;
  private volatile @Nullable Throwable failure;

  /**
   * @param begun when its first document was there, in milliseconds since 1970
   */
  Parcel(String stream, long begun) {
    this.stream = stream;
    this.begun = begun;
  }

  void add(Document document, ConsumerRecord<byte[], byte[]> source) {
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

  List<Document> documents() {
    return documents;
  }

  int bytes() {
    return bytes;
  }

  long begun() {
    return begun;
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
  ConsumerRecord<byte[], byte[]> source(Document document) {
    for (int i = 0; i < documents.size(); i++) {
      if (documents.get(i).id().equals(document.id())) {
        return sources.get(i);
      }
    }
    throw new IllegalArgumentException("no document of this parcel");
  }

  /** A partition is read by somebody else; without any left it is not tried again. */
  void forget(TopicPartition partition) {
    firstOffsets.remove(partition);
    if (isForgotten()) {
      forgotten.countDown();
    }
  }

  boolean isForgotten() {
    return firstOffsets.isEmpty();
  }

  /** Waits before another attempt; true where there is to be none. */
  boolean awaitForgotten(Duration time) throws InterruptedException {
    return forgotten.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  void failed(Throwable why) {
    failure = why;
  }

  @Nullable Throwable failure() {
    return failure;
  }
}
