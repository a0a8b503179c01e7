/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.queue.Lanes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Door door;
  private final Workers workers;
  private final Holdings holdings;
  private final Rebalance rebalance;
  private final CommitLedger ledger = new CommitLedger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile Optional<String> trouble = Optional.of("not connected yet");

  TopicReader(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Door door,
      Lanes<String> lanes,
      Holdings holdings,
      Handover handover) {
    this.consumer = consumer;
    this.topic = topic;
    this.door = door;
    this.workers = new Workers(ledger, lanes);
    this.holdings = holdings;
    this.rebalance = new Rebalance(consumer, ledger, holdings, handover);
  }

  /** Reads until {@link #close}. */
  void run() {
    holdings.heldAt(holdings.now());
    try (consumer) {
      consumer.subscribe(List.of(topic), rebalance);
      while (!stopping) {
        turn();
      }
      commit();
    } catch (WakeupException e) {
      LOG.debug("Reading {} ends", topic);
    } catch (KafkaException e) {
      LOG.warn("{} ends without its last commit and is read again: {}", topic, e.getMessage());
    } finally {
      ended.countDown();
    }
  }

  private void turn() {
    try {
      rebalance.takeOver();
      begin(consumer.poll(POLL));
      if (consumer.assignment().isEmpty()) {
        trouble = Optional.of("no partition yet");
        return;
      }
      Optional<String> silence = Heartbeat.trouble(consumer.metrics());
      if (silence.isEmpty()) { // else what is held is not known any more, and nothing is acted on
        hold(holdings.now());
        commit();
        pause();
      }
      trouble = silence;
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      trouble = Optional.of(String.valueOf(e.getMessage()));
      LOG.warn("Kafka does not let {} be read: {}", topic, e.getMessage());
      pauseFor(1000);
    }
  }

  private void hold(long asOf) {
    if (trouble.isPresent() || holdings.stoodStillAt(asOf)) {
      LOG.info("Kafka is heard again; is {} still to be read here, and what was said?", topic);
      rebalance.resume(consumer.assignment());
    } else {
      holdings.heldAt(asOf);
    }
  }

  /** A topic that was made again begins at 0; what was known of the old one counts no more. */
  private void begin(ConsumerRecords<byte[], byte[]> records) {
    List<TopicPartition> anew =
        records.partitions().stream()
            .filter(partition -> ledger.isBehind(partition, first(records, partition)))
            .toList();
    if (anew.isEmpty()) {
      records.forEach(this::begin);
    } else {
      records
          .partitions()
          .forEach(partition -> consumer.seek(partition, first(records, partition)));
      rebalance.beginAgain(anew);
    }
  }

  private static long first(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
    return records.records(partition).getFirst().offset();
  }

  private void begin(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    CommitLedger.Pages pages = ledger.began(partition, record.offset());
    Optional<Door.Work> work = door.open(record);
    if (work.isEmpty()) {
      ledger.done(partition, record.offset());
    } else {
      workers.take(work.get(), record, pages);
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
    workers.stop();
    consumer.wakeup();
    try {
      if (!ended.await(5, TimeUnit.SECONDS)) {
        LOG.warn("Reading {} did not end within 5 s", topic);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
