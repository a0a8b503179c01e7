/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that polls a topic as a member of a group, has each batch dealt with, and commits
 * after that. When a batch fails, it begins anew at the last commit: nothing is lost, and whoever
 * deals with records must bear to see one again.
 */
public final class ConsumerLoop implements AutoCloseable {

  /** Deals with batches; an empty one comes when nothing was read for a while. */
  public interface Batch {
    void handle(ConsumerRecords<byte[], byte[]> records, Heart heart) throws InterruptedException;

    /** What may be committed after a batch: not more than was read. */
    default OffsetAndMetadata committable(TopicPartition partition, long read) {
      return new OffsetAndMetadata(read);
    }

    /** A partition is read from here on; the metadata are those of the last commit, or empty. */
    default void begin(TopicPartition partition, String metadata) {}
  }

  /** Keeps the consumer in its group while a batch takes long. */
  public interface Heart {
    /** Waits for so long, paused: no record is read. */
    void beat(Duration pause) throws InterruptedException;

    /** The partitions of which every record has been read. */
    Set<TopicPartition> ended();
  }

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
  private static final Duration RESTART = Duration.ofSeconds(1);

  private final String name;
  private final Supplier<KafkaConsumer<byte[], byte[]>> connect;
  private final String topic;
  private final Batch batch;
  private final Thread thread;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closing;
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  private final Backlog backlog = new Backlog();
  private boolean troubled;

  ConsumerLoop(
      String name, Supplier<KafkaConsumer<byte[], byte[]>> connect, String topic, Batch batch) {
    this.name = name;
    this.connect = connect;
    this.topic = topic;
    this.batch = batch;
    this.thread = Thread.ofPlatform().name("berth-" + name).daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    if (thread.isAlive()) {
      thread.join(Duration.ofSeconds(10));
    }
  }

  private void run() {
    while (!closing) {
      try (KafkaConsumer<byte[], byte[]> open = connect.get()) {
        consumer = open;
        open.subscribe(List.of(topic), new Partitions(open));
        read(open);
      } catch (WakeupException | InterruptException | InterruptedException e) {
        // Asked to close; anything else that woke us begins anew.
      } catch (RuntimeException e) {
        trouble(e);
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> open) throws InterruptedException {
    Heart heart = new PausingHeart(open, backlog);
    while (!closing) {
      ConsumerRecords<byte[], byte[]> records = open.poll(Duration.ofMillis(500));
      noteOldest(records);
      batch.handle(records, heart);
      open.resume(open.paused());
      commit(open);
      backlog.left(open.assignment().stream().mapToLong(p -> open.currentLag(p).orElse(0)).sum());
      troubled = false;
    }
  }

  private void noteOldest(ConsumerRecords<byte[], byte[]> records) {
    long oldest = Long.MAX_VALUE;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      oldest = Math.min(oldest, record.timestamp());
    }
    if (oldest != Long.MAX_VALUE) {
      backlog.took(Instant.ofEpochMilli(oldest));
    }
  }

  private void commit(KafkaConsumer<byte[], byte[]> open) {
    Map<TopicPartition, OffsetAndMetadata> news = new HashMap<>();
    for (TopicPartition partition : open.assignment()) {
      OffsetAndMetadata offset = batch.committable(partition, open.position(partition));
      if (!offset.equals(committed.put(partition, offset))) {
        news.put(partition, offset);
      }
    }
    if (!news.isEmpty()) {
      open.commitSync(news, Duration.ofSeconds(20));
    }
  }

  private void begin(TopicPartition partition, @Nullable OffsetAndMetadata last) {
    committed.remove(partition);
    batch.begin(partition, last == null ? "" : last.metadata());
  }

  private final class Partitions implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;

    Partitions(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> last = consumer.committed(Set.copyOf(partitions));
      partitions.forEach(partition -> begin(partition, last.get(partition)));
    }
  }

  /** For gauges: records that are not through, and the age of the oldest in seconds. */
  public void measure(MeterRegistry registry, Clock clock) {
    registry.gauge("berth.logs.lag", Tags.of("loop", name), backlog, Backlog::records);
    registry.gauge(
        "berth.logs.oldest",
        Tags.of("loop", name),
        backlog,
        waiting -> waiting.oldestSeconds(clock.instant()));
  }

  /** Told once until it goes well again: these lines come back as log records. */
  private void trouble(RuntimeException e) {
    if (!troubled && !closing) {
      LOG.warn("The {} loop failed and begins anew at its last commit: {}", name, e.toString());
      troubled = true;
    }
    try {
      Thread.sleep(RESTART);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      closing = true;
    }
  }
}
