/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
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
 * One thread that polls a topic as a member of a group, hands each batch over, and commits what is
 * through. When a batch fails, it begins anew at the last commit: nothing is lost, and whoever
 * deals with records must bear to see one again.
 */
public final class ConsumerLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
  private static final Duration RESTART = Duration.ofSeconds(1);
  private static final Duration FULL = Duration.ofMillis(50);

  private final String name;
  private final Supplier<KafkaConsumer<byte[], byte[]>> connect;
  private final List<String> topics;
  private final Batch batch;
  private final Thread thread;
  private final Commits commits = new Commits();
  private final Backlog backlog = new Backlog();
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closing;
  private boolean troubled;
  private boolean inBatch;

  ConsumerLoop(
      String name,
      Supplier<KafkaConsumer<byte[], byte[]>> connect,
      List<String> topics,
      Batch batch) {
    this.name = name;
    this.connect = connect;
    this.topics = List.copyOf(topics);
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
        inBatch = false;
        batch.beginAnew();
        open.subscribe(topics, new Partitions(open));
        read(open);
      } catch (WakeupException | InterruptException | InterruptedException e) {
        // Asked to close; anything else that woke us begins anew.
      } catch (RuntimeException e) {
        trouble(e);
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> open) throws InterruptedException {
    PausingPoll pausing = new PausingPoll(open);
    while (!closing) {
      boolean room = batch.hasRoom();
      if (!room) {
        batch.awaitRoom(FULL);
      }
      ConsumerRecords<byte[], byte[]> records =
          room ? pausing.read(batch.patience()) : pausing.keepAlive();
      records.forEach(record -> backlog.took(record.timestamp()));
      inBatch = true;
      batch.handle(records, pausing);
      commits.commit(open, batch);
      inBatch = false;
      backlog.left(waiting(open, pausing), batch.oldestOpen());
      troubled = false;
    }
  }

  private long waiting(KafkaConsumer<byte[], byte[]> open, PausingPoll pausing) {
    return open.assignment().stream()
        .mapToLong(p -> pausing.lag(p) + open.position(p) - commits.last(p, open.position(p)))
        .sum();
  }

  private final class Partitions implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;

    Partitions(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (inBatch) {
        // It failed, and the consumer is being closed: what was read is not through.
        return;
      }
      try {
        batch.end();
        commits.commit(consumer, batch);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.debug("What is through was not committed, and comes again: {}", e.toString());
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      // They are somebody else's already.
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      var last = consumer.committed(Set.copyOf(partitions));
      for (TopicPartition partition : partitions) {
        OffsetAndMetadata committed = last.get(partition);
        commits.begin(partition);
        batch.begin(partition, committed == null ? "" : committed.metadata());
      }
    }
  }

  /** For gauges: records that are not through, and the age of the oldest in seconds. */
  public void measure(MeterRegistry registry, Clock clock) {
    registry.gauge("berth.logs.lag", Tags.of("loop", name), backlog, Backlog::records);
    registry.gauge(
        "berth.logs.oldest",
        Tags.of("loop", name),
        backlog,
        waiting -> waiting.oldestSeconds(clock.millis()));
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
