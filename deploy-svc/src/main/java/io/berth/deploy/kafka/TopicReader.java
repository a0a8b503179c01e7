/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.delivery.Lanes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic into lanes: in order for one application, side by side for several. A partition
 * with too much unfinished work pauses; an offset is committed only when everything before it is
 * done.
 */
public final class TopicReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final int MOST_UNFINISHED = 500;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long LONGEST_BACKOFF_MS = 3000;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Door door;
  private final Lanes<String> lanes;
  private final CommitLedger ledger = new CommitLedger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile Optional<String> trouble = Optional.of("not connected yet");

  /** What becomes of a record. */
  public interface Door {

    /** What must stay in order together; empty where nothing is to be done. */
    Optional<String> lane(ConsumerRecord<byte[], byte[]> record);

    /**
     * Handles a record to its end.
     *
     * @throws ClusterAway to be asked again later, before anything behind it in its lane
     */
    void handle(ConsumerRecord<byte[], byte[]> record);
  }

  TopicReader(Consumer<byte[], byte[]> consumer, String topic, Door door, Lanes<String> lanes) {
    this.consumer = consumer;
    this.topic = topic;
    this.door = door;
    this.lanes = lanes;
  }

  /** Reads until {@link #close}. */
  void run() {
    try (consumer) {
      consumer.subscribe(List.of(topic), new Handover());
      while (!stopping) {
        turn();
      }
      commit();
    } catch (WakeupException e) {
      LOG.debug("Reading {} ends", topic);
    } finally {
      ended.countDown();
    }
  }

  private void turn() {
    try {
      consumer.poll(POLL).forEach(this::begin);
      commit();
      pause();
      trouble =
          consumer.assignment().isEmpty() ? Optional.of("no partition yet") : Optional.empty();
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      trouble = Optional.of(String.valueOf(e.getMessage()));
      LOG.warn("Kafka does not let {} be read: {}", topic, e.getMessage());
      pauseFor(1000);
    }
  }

  private void begin(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    ledger.began(partition, record.offset());
    Optional<String> lane = door.lane(record);
    if (lane.isEmpty()) {
      ledger.done(partition, record.offset());
    } else {
      lanes.submit(lane.get(), () -> work(record, partition));
    }
  }

  private void work(ConsumerRecord<byte[], byte[]> record, TopicPartition partition) {
    for (long backoff = 200; !stopping; backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS)) {
      try {
        door.handle(record);
        ledger.done(partition, record.offset());
        return;
      } catch (ClusterAway | KafkaAway e) {
        LOG.warn("{}-{}:{} waits: {}", topic, record.partition(), record.offset(), e.getMessage());
        pauseFor(backoff / 2 + ThreadLocalRandom.current().nextLong(backoff));
      }
    }
  }

  private void pauseFor(long millis) {
    try {
      if (ended.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.debug("Reading {} has ended", topic);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets = ledger.committable();
    offsets.keySet().retainAll(consumer.assignment());
    if (!offsets.isEmpty()) {
      consumer.commitSync(offsets);
      ledger.committed(offsets);
    }
  }

  private void pause() {
    for (TopicPartition partition : consumer.assignment()) {
      int unfinished = ledger.unfinished(partition);
      if (unfinished > MOST_UNFINISHED) {
        consumer.pause(List.of(partition));
      } else if (unfinished < MOST_UNFINISHED / 2) {
        consumer.resume(List.of(partition));
      }
    }
  }

  /** What keeps it from reading, if anything. */
  public Optional<String> trouble() {
    return trouble;
  }

  @Override
  public void close() {
    stopping = true;
    consumer.wakeup();
    try {
      if (!ended.await(5, TimeUnit.SECONDS)) {
        LOG.warn("Reading {} did not end within 5 s", topic);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Handover implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commit();
      partitions.forEach(ledger::forget);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      partitions.forEach(ledger::forget);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }
}
