/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Partitions change hands: what is under way ends before, what waits is the next owner's. */
final class Rebalance implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(Rebalance.class);
  private static final Duration LONGEST_HANDOVER = Duration.ofSeconds(3);

  private final Consumer<byte[], byte[]> consumer;
  private final CommitLedger ledger;
  private final Holdings holdings;
  private final Handover handover;
  private final Set<TopicPartition> owed = new HashSet<>();

  Rebalance(
      Consumer<byte[], byte[]> consumer,
      CommitLedger ledger,
      Holdings holdings,
      Handover handover) {
    this.consumer = consumer;
    this.ledger = ledger;
    this.holdings = holdings;
    this.handover = handover;
  }

  /** What is under way may end, for a while; what waits is the next owner's. */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    owed.clear();
    partitions.forEach(partition -> settle(partition, offsets));
    holdings.lose(partitions);
    handover.lost();
    if (!offsets.isEmpty()) {
      consumer.commitSync(offsets);
    }
  }

  private void settle(TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> offsets) {
    long position = consumer.position(partition);
    ledger.close(partition, LONGEST_HANDOVER);
    offsets.put(partition, ledger.resumeAt(partition, position));
    ledger.forget(partition);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    owed.clear();
    LOG.warn("{} are another instance's now", partitions);
    holdings.lose(partitions);
    partitions.forEach(ledger::forget);
    handover.lost();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    owed.addAll(partitions);
    takeOver();
  }

  /** They are held as before, and read from their beginning. */
  void beginAgain(Collection<TopicPartition> partitions) {
    LOG.warn("{} begin again, as topics do that were made anew", partitions);
    partitions.forEach(ledger::forget);
    owed.addAll(partitions);
  }

  /** Nothing of what was gained is handled before others' words on it are read. */
  void takeOver() {
    if (!owed.isEmpty()) {
      handover.prepare();
      prove(owed);
      holdings.gain(owed, consumer.partitionsFor(owed.iterator().next().topic()).size());
      owed.clear();
      handover.gained();
    }
  }

  /** After a silence: what was held counts again when others' words on it are read. */
  void resume(Collection<TopicPartition> partitions) {
    handover.prepare();
    prove(partitions);
  }

  /** A commit is taken only from whoever holds the partitions; it says what was said before. */
  private void prove(Collection<TopicPartition> partitions) {
    long asked = holdings.now();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      offsets.put(partition, ledger.resumeAt(partition, consumer.position(partition)));
    }
    consumer.commitSync(offsets);
    holdings.heldAt(asked);
  }
}
