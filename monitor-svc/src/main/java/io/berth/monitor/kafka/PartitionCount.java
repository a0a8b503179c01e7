/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.stream.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The number of partitions of a topic. Refreshed once a minute in the background, so that ticks
 * reach added partitions and callers do not block while Kafka is unreachable.
 */
public final class PartitionCount implements IntSupplier {

  private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(1);
  private static final long FIRST_REFRESH_TIMEOUT_SECONDS = 5;

  private final KafkaConnection kafka;
  private final String topic;
  private volatile int known;
  private long refreshedAt;

  /**
   * @param topic its name in Kafka
   */
  public PartitionCount(KafkaConnection kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  /**
   * The number as of the last refresh.
   *
   * @throws java.util.concurrent.CompletionException where no refresh succeeded yet
   */
  @Override
  public synchronized int getAsInt() {
    if (known == 0) {
      refresh().orTimeout(FIRST_REFRESH_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    } else if (System.nanoTime() - refreshedAt > REFRESH_INTERVAL.toNanos()) {
      refresh();
    }
    return known;
  }

  private CompletableFuture<?> refresh() {
    refreshedAt = System.nanoTime();
    return kafka
        .admin()
        .describeTopics(List.of(topic))
        .allTopicNames()
        .toCompletionStage()
        .toCompletableFuture()
        .thenAccept(
            found -> found.values().forEach(described -> known = described.partitions().size()));
  }
}
