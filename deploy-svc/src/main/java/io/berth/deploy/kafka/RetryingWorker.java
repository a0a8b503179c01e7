/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.kafka.KeyOrderedConsumer.RecordDispatcher.KeyedTask;
import io.berth.deploy.queue.KeyedExecutor;
import io.berth.deploy.queue.PartitionLostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the work of records in key order: retries it while a dependency is unavailable, and stops
 * where the partition was revoked.
 */
final class RetryingWorker {

  private static final Logger LOG = LoggerFactory.getLogger(RetryingWorker.class);
  private static final long MAX_BACKOFF_MS = 3000;

  private final OffsetTracker offsets;
  private final KeyedExecutor<String> executor;
  private final CountDownLatch stopped = new CountDownLatch(1);

  RetryingWorker(OffsetTracker offsets, KeyedExecutor<String> executor) {
    this.offsets = offsets;
    this.executor = executor;
  }

  void stop() {
    stopped.countDown();
  }

  void take(
      KeyedTask work,
      ConsumerRecord<byte[], byte[]> record,
      OffsetTracker.PartitionOffsets partitionOffsets) {
    executor.submit(
        work.key(),
        () -> {
          try {
            runUntilDone(work, record, partitionOffsets);
          } finally {
            work.onDone().run();
          }
        });
  }

  /** Each new reason for a retry is logged once. */
  private void runUntilDone(
      KeyedTask work,
      ConsumerRecord<byte[], byte[]> record,
      OffsetTracker.PartitionOffsets partitionOffsets) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    long backoff = 200;
    String reported = "";
    while (stopped.getCount() > 0 && offsets.enter(partition, partitionOffsets)) {
      try {
        work.task().run();
        partitionOffsets.complete(record.offset());
        return;
      } catch (ClusterUnavailableException | KafkaUnavailableException | PartitionLostException e) {
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(reported)) {
          LOG.warn(
              "Record {}@{} for {} will be retried: {}",
              partition,
              record.offset(),
              work.key(),
              reason);
        }
        reported = reason;
      } finally {
        offsets.leave(partitionOffsets);
      }
      pauseFor(backoff / 2 + ThreadLocalRandom.current().nextLong(backoff));
      backoff = Math.min(backoff * 2, MAX_BACKOFF_MS);
    }
  }

  private void pauseFor(long millis) {
    try {
      var _ = stopped.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }
}
