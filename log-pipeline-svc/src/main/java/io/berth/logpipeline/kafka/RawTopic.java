/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topics;
import io.berth.events.kafka.DeadLetter;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.intake.RawEntry;
import io.berth.logpipeline.intake.RawStore;
import io.berth.logpipeline.intake.Remains;
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

/** Keeps raw records in {@code berth.logs.raw}: kept means that every in-sync replica has it. */
public final class RawTopic implements RawStore, AutoCloseable {

  /** Bytes of a record: Kafka's 1 MiB, with room for headers and for what enrichment adds. */
  static final int LARGEST = 900_000;

  private static final int KEPT = 256 << 10;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Tally tally;
  private final EventHeaders headers = new EventHeaders(RawLog.class);

  public RawTopic(KafkaSettings settings, Tally tally) {
    this.producer = settings.producer();
    this.topic = settings.nameOf(Topics.LOGS_RAW);
    this.tally = tally;
  }

  @Override
  public Batch begin() {
    return new Sent();
  }

  @Override
  public CompletableFuture<Void> giveUp(Remains remains) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    byte[] tag = remains.tag().getBytes(UTF_8);
    producer.send(
        DeadLetter.of(
            new ConsumerRecord<>(topic, DeadLetters.AT_THE_DOOR, 0L, tag, remains.bytes()),
            KafkaSettings.SERVICE,
            remains.reason(),
            Instant.now()),
        (position, e) -> {
          if (e == null) {
            kept.complete(null);
          } else {
            kept.completeExceptionally(e);
          }
        });
    return kept;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  private static Remains tooLarge(RawEntry entry) {
    return new Remains(
        entry.stream(),
        Arrays.copyOf(entry.json(), KEPT),
        "a record of "
            + entry.json().length
            + " bytes, and Kafka takes "
            + LARGEST
            + "; the first "
            + KEPT
            + " are kept");
  }

  private final class Sent implements Batch {
    // One more than the records, until the last one was added.
    private final AtomicLong open = new AtomicLong(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CompletableFuture<Void> kept = new CompletableFuture<>();
    private final Callback each =
        (position, e) -> {
          if (e == null) {
            tally.stored();
          }
          one(e);
        };

    @Override
    public void add(RawEntry entry) {
      open.incrementAndGet();
      if (entry.json().length > LARGEST) {
        tally.deadLetter("too-large");
        giveUp(tooLarge(entry)).whenComplete((nothing, e) -> one(e));
        return;
      }
      byte[] key = entry.stream().getBytes(UTF_8);
      producer.send(
          new ProducerRecord<>(
              topic, null, key, entry.json(), headers.of(entry.id(), key, entry.time())),
          each);
    }

    @Override
    public CompletableFuture<Void> kept() {
      one(null);
      return kept;
    }

    private void one(@Nullable Throwable e) {
      if (e != null) {
        failure.compareAndSet(null, e);
      }
      if (open.decrementAndGet() == 0) {
        Throwable first = failure.get();
        if (first == null) {
          kept.complete(null);
        } else {
          kept.completeExceptionally(first);
        }
      }
    }
  }
}
