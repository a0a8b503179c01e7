/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topics;
import io.berth.events.kafka.DeadLetter;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.intake.RawEntry;
import io.berth.logpipeline.intake.RawLogStore;
import io.berth.logpipeline.intake.UnreadableInput;
import io.berth.logpipeline.metrics.PipelineMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Stores raw records in {@code berth.logs.raw}: stored means that every in-sync replica has the
 * record.
 */
public final class RawLogProducer implements RawLogStore, AutoCloseable {

  /** Bytes of a record: Kafka's 1 MiB, with room for headers and for what enrichment adds. */
  static final int MAX_SIZE = 900_000;

  private static final int KEPT_BYTES = 256 << 10;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final PipelineMetrics metrics;
  private final EventHeaders headers = new EventHeaders(RawLog.class);

  public RawLogProducer(KafkaClientFactory settings, PipelineMetrics metrics) {
    this.producer = settings.producer();
    this.topic = settings.nameOf(Topics.LOGS_RAW);
    this.metrics = metrics;
  }

  @Override
  public WriteBatch begin() {
    return new PendingWrites();
  }

  @Override
  public CompletableFuture<Void> storeUnreadable(UnreadableInput input) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    byte[] tag = input.tag().getBytes(UTF_8);
    producer.send(
        DeadLetter.of(
            new ConsumerRecord<>(topic, DeadLetterFactory.AT_THE_DOOR, 0L, tag, input.bytes()),
            KafkaClientFactory.SERVICE,
            input.reason(),
            Instant.now()),
        (position, e) -> {
          if (e == null) {
            stored.complete(null);
          } else {
            stored.completeExceptionally(e);
          }
        });
    return stored;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  private static UnreadableInput tooLarge(RawEntry entry) {
    return new UnreadableInput(
        entry.stream(),
        Arrays.copyOf(entry.json(), KEPT_BYTES),
        "a record of "
            + entry.json().length
            + " bytes, and Kafka takes "
            + MAX_SIZE
            + "; the first "
            + KEPT_BYTES
            + " are kept");
  }

  private final class PendingWrites implements WriteBatch {
    // One more than the records, until the last one was added.
    private final AtomicLong open = new AtomicLong(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CompletableFuture<Void> stored = new CompletableFuture<>();
    private final Callback each =
        (position, e) -> {
          if (e == null) {
            metrics.stored();
          }
          recordDone(e);
        };

    @Override
    public void add(RawEntry entry) {
      open.incrementAndGet();
      if (entry.json().length > MAX_SIZE) {
        metrics.deadLetter("too-large");
        storeUnreadable(tooLarge(entry)).whenComplete((nothing, e) -> recordDone(e));
        return;
      }
      byte[] key = entry.stream().getBytes(UTF_8);
      producer.send(
          new ProducerRecord<>(
              topic, null, key, entry.json(), headers.of(entry.id(), key, entry.time())),
          each);
    }

    @Override
    public CompletableFuture<Void> stored() {
      recordDone(null);
      return stored;
    }

    private void recordDone(@Nullable Throwable e) {
      if (e != null) {
        failure.compareAndSet(null, e);
      }
      if (open.decrementAndGet() == 0) {
        Throwable first = failure.get();
        if (first == null) {
          stored.complete(null);
        } else {
          stored.completeExceptionally(first);
        }
      }
    }
  }
}
