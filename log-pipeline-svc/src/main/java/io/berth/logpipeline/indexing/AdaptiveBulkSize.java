/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

/**
 * Adapts the size of bulk requests and the number of concurrent ones to the response times of
 * Elasticsearch. Both grow in steps while full requests are answered quickly and are halved when
 * Elasticsearch rejects documents, so that about a third of a second of work is queued there. A
 * response that is merely slow never reduces them below their initial values: on a busy machine, or
 * during a merge, small requests take as long as large ones. Thread-safe.
 */
public final class AdaptiveBulkSize {

  static final int MIN_BYTES = 256 << 10;
  static final int MAX_BYTES = 8 << 20;
  static final int MAX_CONCURRENCY = 8;

  private static final int STEP = 256 << 10;

  /** Larger requests save work per request; beyond this time they save none. */
  private static final long LARGER_BELOW_MILLIS = 150;

  private static final long MORE_BELOW_MILLIS = 300;
  private static final long FEWER_ABOVE_MILLIS = 1_500;

  private static final int INITIAL_BYTES = 1 << 20;
  private static final int INITIAL_CONCURRENCY = 2;

  private int bytes = INITIAL_BYTES;
  private int concurrency = INITIAL_CONCURRENCY;
  private int quick;

  /** The maximum size of a request in bytes. */
  public synchronized int bytes() {
    return bytes;
  }

  /** The maximum number of concurrent requests. */
  public synchronized int concurrency() {
    return concurrency;
  }

  /**
   * A request was taken.
   *
   * @param sent its bytes
   * @param millis until the answer
   */
  synchronized void answered(int sent, long millis) {
    if (millis > FEWER_ABOVE_MILLIS) {
      quick = concurrency < INITIAL_CONCURRENCY ? quick : 0;
      concurrency = Math.max(Math.min(concurrency, INITIAL_CONCURRENCY), concurrency - 1);
      bytes = Math.max(Math.min(bytes, INITIAL_BYTES), bytes - bytes / 4);
    }
    if (sent >= bytes / 2) {
      grow(millis);
    }
  }

  private void grow(long millis) {
    if (millis < LARGER_BELOW_MILLIS || bytes < INITIAL_BYTES) {
      bytes = Math.min(MAX_BYTES, bytes + STEP);
    }
    quick = millis < MORE_BELOW_MILLIS || concurrency < INITIAL_CONCURRENCY ? quick + 1 : 0;
    if (quick > concurrency) {
      quick = 0;
      concurrency = Math.min(MAX_CONCURRENCY, concurrency + 1);
    }
  }

  /** Elasticsearch rejected part of a request: reduces size and concurrency. */
  synchronized void backOff() {
    quick = 0;
    bytes = Math.max(MIN_BYTES, bytes / 2);
    concurrency = Math.max(1, concurrency / 2);
  }

  /** A request was too large, whatever the load. */
  synchronized void tooLarge() {
    bytes = Math.max(MIN_BYTES, bytes / 2);
  }
}
