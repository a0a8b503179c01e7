/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.events.AppRef;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * The command partitions assigned to this instance. They count only while the consumer polls: a
 * process that was paused for longer than {@link #MAX_PAUSE} treats nothing as owned until the
 * group coordinator has accepted a commit from it.
 */
final class AssignedPartitions implements PartitionOwnership {

  /** Well below the session timeout, after which another instance may own the partitions. */
  static final Duration MAX_PAUSE = Duration.ofSeconds(4);

  /** Twice the heartbeat interval, and well below the session timeout. */
  static final Duration MAX_SILENCE = Duration.ofSeconds(6);

  private final Set<Integer> held = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanos;
  private volatile long lastConfirmed;
  private volatile int partitionCount = 1;

  /**
   * @param nanos a clock that continues while the process is paused
   */
  AssignedPartitions(LongSupplier nanos) {
    this.nanos = nanos;
    this.lastConfirmed = nanos.getAsLong();
  }

  /**
   * The current time, to be passed to {@link #confirmHeldAt} when Kafka has confirmed the
   * assignment.
   */
  long now() {
    return nanos.getAsLong();
  }

  /**
   * Confirms that the partitions were owned at that time. Not now: the process may have been paused
   * since Kafka answered.
   */
  void confirmHeldAt(long then) {
    lastConfirmed = then;
  }

  boolean wasPaused() {
    return wasPausedAt(now());
  }

  boolean wasPausedAt(long then) {
    return then - lastConfirmed > MAX_PAUSE.toNanos();
  }

  /**
   * @param partitions of the topic, assigned to this instance
   * @param partitionCount how many the topic has
   */
  void add(Collection<TopicPartition> partitions, int partitionCount) {
    this.partitionCount = partitionCount;
    partitions.forEach(partition -> held.add(partition.partition()));
  }

  void remove(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> held.remove(partition.partition()));
  }

  @Override
  public boolean holds(String position) {
    return !wasPaused() && owns(position);
  }

  /**
   * A position-less task was created by this service itself and belongs to whoever owns any
   * partition.
   */
  @Override
  public boolean owns(String position) {
    return RecordPosition.parse(position)
        .filter(parsed -> parsed.topic().startsWith("berth."))
        .map(parsed -> held.contains(parsed.partition()))
        .orElseGet(() -> !held.isEmpty());
  }

  /**
   * By the partition that Kafka's default partitioner would choose; each belongs to one instance.
   */
  @Override
  public boolean isResponsibleFor(AppRef app) {
    byte[] key = app.toString().getBytes(UTF_8);
    return !wasPaused() && held.contains(Utils.toPositive(Utils.murmur2(key)) % partitionCount);
  }

  /**
   * Why nothing may be done now; empty where the last heartbeat is recent. A consumer whose broker
   * is away polls on and throws nothing; only its metrics tell that the coordinator is silent.
   */
  static Optional<String> heartbeatTrouble(Map<MetricName, ? extends Metric> figures) {
    return figures.entrySet().stream()
        .filter(figure -> figure.getKey().name().equals("last-heartbeat-seconds-ago"))
        .map(figure -> figure.getValue().metricValue())
        .filter(Number.class::isInstance)
        .map(seconds -> ((Number) seconds).doubleValue())
        .filter(seconds -> seconds > MAX_SILENCE.toSeconds())
        .map(AssignedPartitions::describeSilence)
        .findFirst();
  }

  private static String describeSilence(double seconds) {
    return "Kafka has not answered for %.0f s; roll-outs go on in the cluster, commands, steps and verdicts wait. Check the brokers that BERTH_KAFKA names"
        .formatted(seconds);
  }
}
