/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * Hands partitions over between instances: running work ends before a partition is revoked, queued
 * work is left to the next owner, and the operations topic is replayed before any record of a newly
 * assigned partition is processed. All calls come from the container's thread.
 */
final class PartitionHandover implements ConsumerAwareRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionHandover.class);
  private static final Duration HANDOVER_TIMEOUT = Duration.ofSeconds(3);

  private final OffsetTracker offsets;
  private final AssignedPartitions assigned;
  private final OwnershipListener listener;

  /** Assigned, but not taken over yet. */
  private final Set<TopicPartition> gained = new HashSet<>();

  /**
   * Where partitions of recreated topics begin: their committed offsets belong to the old topic.
   */
  private final Map<TopicPartition, Long> recreated = new HashMap<>();

  PartitionHandover(
      OffsetTracker offsets, AssignedPartitions assigned, OwnershipListener listener) {
    this.offsets = offsets;
    this.assigned = assigned;
    this.listener = listener;
  }

  /** Waits for running work, up to a timeout; the container commits what was acknowledged. */
  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    gained.clear();
    partitions.forEach(partition -> offsets.close(partition, HANDOVER_TIMEOUT));
    assigned.remove(partitions);
    LOG.info(
        "Partitions {} were revoked from this instance, queued records are left to the next owner",
        sorted(partitions));
    listener.onLost();
  }

  @Override
  public void onPartitionsRevokedAfterCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(offsets::forget);
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    gained.clear();
    LOG.warn(
        "Partitions {} were lost to another instance, because this one did not answer Kafka in time",
        sorted(partitions));
    assigned.remove(partitions);
    partitions.forEach(offsets::forget);
    listener.onLost();
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    gained.addAll(partitions);
    try {
      takeOver(consumer);
    } catch (KafkaException e) {
      LOG.warn(
          "Taking over partitions {} failed and will be retried: {}",
          sorted(partitions),
          e.getMessage());
    }
  }

  /**
   * The topic was recreated: what was known of the old one is dropped.
   *
   * @param offset of the first record of the new one
   */
  void resetRecreated(TopicPartition partition, long offset) {
    LOG.warn(
        "Offsets of {} went backwards: the topic was recreated; restarting from offset {}",
        partition,
        offset);
    offsets.forget(partition);
    recreated.put(partition, offset);
    gained.add(partition);
  }

  /**
   * Takes over what was assigned; does nothing where nothing was.
   *
   * @throws KafkaException where Kafka does not answer; to be called again
   */
  void takeOver(Consumer<?, ?> consumer) {
    if (!gained.isEmpty()) {
      listener.prepare();
      commitAsOwner(consumer, gained);
      assigned.add(gained, consumer.partitionsFor(gained.iterator().next().topic()).size());
      LOG.info("Partitions {} were assigned to this instance and are taken over", sorted(gained));
      gained.clear();
      recreated.clear();
      listener.onAssigned();
    }
  }

  private static List<String> sorted(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .sorted(comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
        .map(TopicPartition::toString)
        .toList();
  }

  /** After an outage of Kafka: ownership counts again once the operations topic is replayed. */
  void revalidate(Consumer<?, ?> consumer) {
    listener.prepare();
    commitAsOwner(consumer, consumer.assignment());
  }

  /**
   * The coordinator accepts a commit only from the owner; this one repeats the committed offsets.
   */
  private void commitAsOwner(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    long asked = assigned.now();
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    Set<TopicPartition> unread = new HashSet<>();
    for (TopicPartition partition : partitions) {
      OptionalLong resumeAt = offsets.resumeAt(partition);
      Long first = recreated.get(partition);
      if (resumeAt.isPresent()) {
        commits.put(partition, new OffsetAndMetadata(resumeAt.getAsLong()));
      } else if (first != null) {
        commits.put(partition, new OffsetAndMetadata(first));
      } else {
        unread.add(partition);
      }
    }
    commits.putAll(committed(consumer, unread));
    consumer.commitSync(commits);
    assigned.confirmHeldAt(asked);
  }

  /** The group's committed offsets; the beginning where there are none. */
  private static Map<TopicPartition, OffsetAndMetadata> committed(
      Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
    if (partitions.isEmpty()) {
      return known;
    }
    Map<TopicPartition, @Nullable OffsetAndMetadata> committed = consumer.committed(partitions);
    committed.forEach(
        (partition, offset) -> {
          if (offset != null) {
            known.put(partition, offset);
          }
        });
    Set<TopicPartition> never =
        partitions.stream()
            .filter(partition -> !known.containsKey(partition))
            .collect(Collectors.toSet());
    if (!never.isEmpty()) {
      consumer
          .beginningOffsets(never)
          .forEach((partition, offset) -> known.put(partition, new OffsetAndMetadata(offset)));
    }
    return known;
  }
}
