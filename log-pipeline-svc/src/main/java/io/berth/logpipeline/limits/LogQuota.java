/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

/**
 * The quota of an application. Unused quota of a window of {@code burstSeconds} expires; within the
 * window records may be distributed unevenly.
 *
 * @param recordsPerSecond 0: any number
 * @param bytesPerSecond of enriched JSON; 0: any number
 * @param burstSeconds 1 to 3600, over which both are averaged
 * @param warningsToo whether WARN and above are dropped as well when it is over
 */
public record LogQuota(
    long recordsPerSecond, long bytesPerSecond, int burstSeconds, boolean warningsToo) {

  /** No limit. */
  public static final LogQuota NONE = new LogQuota(0, 0, 10, false);

  public LogQuota {
    if (recordsPerSecond < 0 || bytesPerSecond < 0 || burstSeconds < 1 || burstSeconds > 3600) {
      throw new IllegalArgumentException(
          "records and bytes of a quota are 0 or more a second, its burst is 1 to 3600 seconds");
    }
  }

  boolean isNone() {
    return recordsPerSecond == 0 && bytesPerSecond == 0;
  }

  /** What is to be done with a record, when so much of its window was kept before it. */
  LimitDecision rule(long records, long bytes, int size) {
    if (recordsPerSecond > 0 && records >= recordsPerSecond * burstSeconds) {
      return LimitDecision.OVER_RECORDS;
    }
    return bytesPerSecond > 0 && bytes + size > bytesPerSecond * burstSeconds
        ? LimitDecision.OVER_BYTES
        : LimitDecision.KEPT;
  }
}
