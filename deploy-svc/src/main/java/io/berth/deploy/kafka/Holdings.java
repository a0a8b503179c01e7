/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.planning.Position;
import io.berth.deploy.queue.Tenure;
import io.berth.events.AppRef;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * The partitions of the commands that this instance holds. They count only as long as the reading
 * loop turns: a process that was stopped for longer than {@link #LONGEST_STILL} believes nothing of
 * what it knew, until Kafka's group coordinator has taken a commit from it.
 */
final class Holdings implements Tenure {

  /** Well below the session's time-out, after which another instance may have the partitions. */
  static final Duration LONGEST_STILL = Duration.ofSeconds(4);

  private final Set<Integer> held = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanos;
  private volatile long lastTurn;
  private volatile int ofAll = 1;

  /**
   * @param nanos a clock that goes on while the process is stopped
   */
  Holdings(LongSupplier nanos) {
    this.nanos = nanos;
    this.lastTurn = nanos.getAsLong();
  }

  /** Now, to be given back with {@link #heldAt} when Kafka has said what was so then. */
  long now() {
    return nanos.getAsLong();
  }

  /**
   * What was held was held then. Not now: between Kafka's word and this one the process may have
   * been stopped.
   */
  void heldAt(long then) {
    lastTurn = then;
  }

  boolean stoodStill() {
    return stoodStillAt(now());
  }

  boolean stoodStillAt(long then) {
    return then - lastTurn > LONGEST_STILL.toNanos();
  }

  /**
   * @param partitions of the topic, held by this instance
   * @param ofAll how many the topic has
   */
  void gain(Collection<TopicPartition> partitions, int ofAll) {
    this.ofAll = ofAll;
    partitions.forEach(partition -> held.add(partition.partition()));
  }

  void lose(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> held.remove(partition.partition()));
  }

  @Override
  public boolean holds(String position) {
    return !stoodStill() && owns(position);
  }

  /** What carries no position was made by this service itself and is for whoever holds anything. */
  @Override
  public boolean owns(String position) {
    return Position.parse(position)
        .filter(parsed -> parsed.topic().startsWith("berth."))
        .map(parsed -> held.contains(parsed.partition()))
        .orElseGet(() -> !held.isEmpty());
  }

  /** By the partition that Kafka's own clients would choose; each is held by one instance. */
  @Override
  public boolean speaksFor(AppRef app) {
    byte[] key = app.toString().getBytes(UTF_8);
    return !stoodStill() && held.contains(Utils.toPositive(Utils.murmur2(key)) % ofAll);
  }
}
