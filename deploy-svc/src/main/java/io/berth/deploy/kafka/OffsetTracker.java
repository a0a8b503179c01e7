/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Tracks which records of each partition are done. Records complete out of order, since
 * applications do not wait for each other; a record is acknowledged only when everything before it
 * is done.
 */
final class OffsetTracker {

  private final Map<TopicPartition, PartitionOffsets> partitions = new ConcurrentHashMap<>();

  /** The unfinished records of a partition, and the next offset to read. */
  static final class PartitionOffsets {

    private final TreeMap<Long, TrackedOffset> open = new TreeMap<>();
    private long next;
    private int working;
    private boolean closing;
    private boolean closed;

    /**
     * Marks a record as done; acknowledges the last one of the records that are done without a gap.
     */
    synchronized void complete(long offset) {
      open.computeIfPresent(offset, (_, entry) -> new TrackedOffset(true, entry.acknowledge()));
      Runnable acknowledge = null;
      while (!open.isEmpty() && open.firstEntry().getValue().done()) {
        acknowledge = open.pollFirstEntry().getValue().acknowledge();
      }
      if (acknowledge != null && !closed) {
        acknowledge.run();
      }
    }
  }

  private record TrackedOffset(boolean done, Runnable acknowledge) {}

  /**
   * Adds a record that was read; work on it is bracketed by {@link #enter} and {@link #leave}.
   *
   * @param acknowledge lets its offset be committed
   */
  PartitionOffsets add(TopicPartition partition, long offset, Runnable acknowledge) {
    PartitionOffsets offsets = partitions.computeIfAbsent(partition, _ -> new PartitionOffsets());
    synchronized (offsets) {
      offsets.open.put(offset, new TrackedOffset(false, acknowledge));
      offsets.next = Math.max(offsets.next, offset + 1);
    }
    return offsets;
  }

  /** Whether an offset is lower than what was read already. */
  boolean isBehind(TopicPartition partition, long offset) {
    PartitionOffsets offsets = partitions.get(partition);
    if (offsets == null) {
      return false;
    }
    synchronized (offsets) {
      return offset < offsets.next;
    }
  }

  /** Whether work on one of its records may begin: the partition has not been revoked since. */
  boolean enter(TopicPartition partition, PartitionOffsets offsets) {
    synchronized (offsets) {
      boolean ours = !offsets.closing && partitions.get(partition) == offsets;
      offsets.working += ours ? 1 : 0;
      return ours;
    }
  }

  void leave(PartitionOffsets offsets) {
    synchronized (offsets) {
      offsets.working--;
      offsets.notifyAll();
    }
  }

  /** Lets no more work begin, and waits for running work up to the timeout. */
  void close(TopicPartition partition, Duration timeout) {
    PartitionOffsets offsets = partitions.get(partition);
    if (offsets == null) {
      return;
    }
    long until = System.nanoTime() + timeout.toNanos();
    synchronized (offsets) {
      offsets.closing = true;
      for (long left = timeout.toMillis();
          offsets.working > 0 && left > 0;
          left = (until - System.nanoTime()) / 1_000_000) {
        waitFor(offsets, left);
      }
      // Work that ended by now was acknowledged; anything later belongs to the next owner.
      offsets.closed = true;
    }
  }

  private static void waitFor(PartitionOffsets offsets, long millis) {
    try {
      offsets.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  /** The offset to resume at; empty where nothing was read yet. */
  OptionalLong resumeAt(TopicPartition partition) {
    PartitionOffsets offsets = partitions.get(partition);
    if (offsets == null) {
      return OptionalLong.empty();
    }
    synchronized (offsets) {
      return OptionalLong.of(offsets.open.isEmpty() ? offsets.next : offsets.open.firstKey());
    }
  }

  int unfinished(TopicPartition partition) {
    PartitionOffsets offsets = partitions.get(partition);
    if (offsets == null) {
      return 0;
    }
    synchronized (offsets) {
      return offsets.open.size();
    }
  }

  /** Forgets a partition that was lost, or whose topic was recreated. */
  void forget(TopicPartition partition) {
    partitions.remove(partition);
  }
}
