/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.kafka.Door.Work;
import io.berth.deploy.queue.Lanes;
import io.berth.deploy.queue.NotOurs;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Do the work of records in its lanes, again and again where a machine is away, and none any more
 * where the partition was given away.
 */
final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final long LONGEST_BACKOFF_MS = 3000;

  private final CommitLedger ledger;
  private final Lanes<String> lanes;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Workers(CommitLedger ledger, Lanes<String> lanes) {
    this.ledger = ledger;
    this.lanes = lanes;
  }

  void stop() {
    stopped.countDown();
  }

  void take(Work work, ConsumerRecord<byte[], byte[]> record, CommitLedger.Pages pages) {
    lanes.submit(
        work.lane(),
        () -> {
          try {
            toItsEnd(work.task(), record, pages);
          } finally {
            work.left().run();
          }
        });
  }

  private void toItsEnd(
      Runnable task, ConsumerRecord<byte[], byte[]> record, CommitLedger.Pages pages) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    long backoff = 200;
    while (stopped.getCount() > 0 && ledger.enter(partition, pages)) {
      try {
        task.run();
        ledger.done(partition, record.offset());
        return;
      } catch (ClusterAway | KafkaAway | NotOurs e) {
        LOG.warn("{}:{} waits: {}", partition, record.offset(), e.getMessage());
      } finally {
        ledger.leave(pages);
      }
      pauseFor(backoff / 2 + ThreadLocalRandom.current().nextLong(backoff));
      backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS);
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
