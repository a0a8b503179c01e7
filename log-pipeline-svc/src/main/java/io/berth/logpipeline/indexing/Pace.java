/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

/**
 * How much is asked of Elasticsearch: the bytes of a request, and how many requests at once. Both
 * grow by steps while full requests are answered quickly, and are halved when it complains. So
 * about a third of a second of work lies before it: enough that it never waits for us, too little
 * to press it. An answer that is merely slow makes no request smaller than the first one was: where
 * the machine is busy with other things, or a merge is under way, small requests take as long as
 * large ones. Any thread.
 */
public final class Pace {

  static final int SMALLEST = 256 << 10;
  static final int LARGEST = 8 << 20;
  static final int MOST_AT_ONCE = 8;

  private static final int STEP = 256 << 10;

  /** Larger requests save work per request; beyond this time they save none. */
  private static final long LARGER_BELOW_MILLIS = 150;

  private static final long MORE_BELOW_MILLIS = 300;
  private static final long FEWER_ABOVE_MILLIS = 1_500;

  private static final int FIRST_BYTES = 1 << 20;
  private static final int FIRST_AT_ONCE = 2;

  private int bytes = FIRST_BYTES;
  private int atOnce = FIRST_AT_ONCE;
  private int quick;

  /** Up to so many bytes are put into a request. */
  public synchronized int bytes() {
    return bytes;
  }

  /** Up to so many requests are under way at once. */
  public synchronized int atOnce() {
    return atOnce;
  }

  /**
   * A request was taken.
   *
   * @param sent its bytes
   * @param millis until the answer
   */
  synchronized void answered(int sent, long millis) {
    if (millis > FEWER_ABOVE_MILLIS) {
      quick = atOnce < FIRST_AT_ONCE ? quick : 0;
      atOnce = Math.max(Math.min(atOnce, FIRST_AT_ONCE), atOnce - 1);
      bytes = Math.max(Math.min(bytes, FIRST_BYTES), bytes - bytes / 4);
    }
    if (sent >= bytes / 2) {
      grow(millis);
    }
  }

  private void grow(long millis) {
    if (millis < LARGER_BELOW_MILLIS || bytes < FIRST_BYTES) {
      bytes = Math.min(LARGEST, bytes + STEP);
    }
    quick = millis < MORE_BELOW_MILLIS || atOnce < FIRST_AT_ONCE ? quick + 1 : 0;
    if (quick > atOnce) {
      quick = 0;
      atOnce = Math.min(MOST_AT_ONCE, atOnce + 1);
    }
  }

  /** Elasticsearch did not take all of a request. */
  synchronized void pressed() {
    quick = 0;
    bytes = Math.max(SMALLEST, bytes / 2);
    atOnce = Math.max(1, atOnce / 2);
  }

  /** A request was too large, whatever the load. */
  synchronized void tooLarge() {
    bytes = Math.max(SMALLEST, bytes / 2);
  }
}
