/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

/** The lag of a consumer. Written by its thread, read by any. */
final class ConsumerLag {

  private static final long NONE = Long.MAX_VALUE;

  private volatile long records;
  private volatile long oldest = NONE;
  private long oldestRead = NONE;

  /** A record was read. */
  void recordRead(long timestamp) {
    oldestRead = Math.min(oldestRead, timestamp);
  }

  /**
   * A batch was handled.
   *
   * @param waiting records that are not processed
   * @param oldestOpen the oldest timestamp of those in hand; the largest number where none is
   */
  void batchDone(long waiting, long oldestOpen) {
    records = waiting;
    if (waiting == 0) {
      oldest = NONE;
    } else if (oldestOpen != NONE) {
      oldest = oldestOpen;
    } else if (oldestRead != NONE) {
      // None in hand: what waits is younger than what was read last.
      oldest = oldestRead;
    }
    oldestRead = NONE;
  }

  /** Records that are not processed. */
  long records() {
    return records;
  }

  /** How old the oldest of them is, in seconds; 0 where there is none. */
  double oldestSeconds(long nowMillis) {
    long since = oldest;
    return since == NONE ? 0 : Math.max(0, nowMillis - since) / 1000.0;
  }
}
