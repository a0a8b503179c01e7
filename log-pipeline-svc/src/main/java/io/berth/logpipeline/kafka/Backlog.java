/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a loop has still before it. Written by the loop's thread, read by any. */
final class Backlog {

  private volatile long records;
  private volatile @Nullable Instant oldest;

  /** The loop has a batch in hand, of which this is the oldest record. */
  void took(Instant oldestOfBatch) {
    oldest = oldestOfBatch;
  }

  /** A batch is through; so many records wait. */
  void left(long waiting) {
    records = waiting;
    if (waiting == 0) {
      oldest = null;
    }
  }

  /** Records are waiting while a batch is in hand. */
  void waiting(long waiting) {
    records = waiting;
  }

  /** Records that are not through. */
  long records() {
    return records;
  }

  /** How old the oldest of them is, in seconds; 0 where there is none. */
  double oldestSeconds(Instant now) {
    Instant since = oldest;
    return since == null ? 0 : Math.max(0, Duration.between(since, now).toMillis() / 1000.0);
  }
}
