/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Which records of each partition are done. What is committed is the first that is not: records are
 * done out of order, since applications do not wait for each other.
 */
final class CommitLedger {

  private final Map<TopicPartition, Pages> partitions = new ConcurrentHashMap<>();

  /** Offsets that began, true once they are done; and the next one to read. */
  static final class Pages {
    private final TreeMap<Long, Boolean> open = new TreeMap<>();
    private long next;
    private long committed = -1;
    private int working;
    private boolean closed;
  }

  /** Notes that a record was read; work on it is bracketed by {@link #enter} and {@link #leave}. */
  Pages began(TopicPartition partition, long offset) {
    Pages pages = partitions.computeIfAbsent(partition, _ -> new Pages());
    synchronized (pages) {
      pages.open.put(offset, false);
      pages.next = Math.max(pages.next, offset + 1);
    }
    return pages;
  }

  /** Whether an offset comes before what was read already. */
  boolean isBehind(TopicPartition partition, long offset) {
    Pages pages = partitions.get(partition);
    if (pages == null) {
      return false;
    }
    synchronized (pages) {
      return offset < pages.next;
    }
  }

  /** Whether work on one of its records may begin: the partition was not given away since. */
  boolean enter(TopicPartition partition, Pages pages) {
    synchronized (pages) {
      boolean ours = !pages.closed && partitions.get(partition) == pages;
      pages.working += ours ? 1 : 0;
      return ours;
    }
  }

  void leave(Pages pages) {
    synchronized (pages) {
      pages.working--;
      pages.notifyAll();
    }
  }

  /** No more work begins, and what is under way has so long to end. */
  void close(TopicPartition partition, Duration longest) {
    Pages pages = partitions.get(partition);
    if (pages == null) {
      return;
    }
    long until = System.nanoTime() + longest.toNanos();
    synchronized (pages) {
      pages.closed = true;
      for (long left = longest.toMillis();
          pages.working > 0 && left > 0;
          left = (until - System.nanoTime()) / 1_000_000) {
        waitFor(pages, left);
      }
    }
  }

  /** Where reading would begin again; the given offset where nothing was read yet. */
  OffsetAndMetadata resumeAt(TopicPartition partition, long position) {
    Pages pages = partitions.get(partition);
    if (pages == null) {
      return new OffsetAndMetadata(position);
    }
    synchronized (pages) {
      return new OffsetAndMetadata(pages.open.isEmpty() ? pages.next : pages.open.firstKey());
    }
  }

  private static void waitFor(Pages pages, long millis) {
    try {
      pages.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  void done(TopicPartition partition, long offset) {
    Pages pages = partitions.get(partition);
    if (pages != null) {
      synchronized (pages) {
        pages.open.computeIfPresent(offset, (_, _) -> true);
        while (!pages.open.isEmpty() && pages.open.firstEntry().getValue()) {
          pages.open.pollFirstEntry();
        }
      }
    }
  }

  int unfinished(TopicPartition partition) {
    Pages pages = partitions.get(partition);
    if (pages == null) {
      return 0;
    }
    synchronized (pages) {
      return pages.open.size();
    }
  }

  /** What can be committed and was not yet. */
  Map<TopicPartition, OffsetAndMetadata> committable() {
    Map<TopicPartition, OffsetAndMetadata> result = new ConcurrentHashMap<>();
    partitions.forEach(
        (partition, pages) -> {
          synchronized (pages) {
            long offset = pages.open.isEmpty() ? pages.next : pages.open.firstKey();
            if (offset > pages.committed) {
              result.put(partition, new OffsetAndMetadata(offset));
            }
          }
        });
    return result;
  }

  void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          Pages pages = partitions.get(partition);
          if (pages != null) {
            synchronized (pages) {
              pages.committed = Math.max(pages.committed, offset.offset());
            }
          }
        });
  }

  /** The partition is somebody else's now. */
  void forget(TopicPartition partition) {
    partitions.remove(partition);
  }
}
