/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.telling;

/** Somebody who is told of alerts. */
public interface Receiver {

  /** A DNS label. */
  String name();

  /** Tells; blocks for a few seconds at most and never throws. */
  Answer tell(OutboxEntry entry);

  /** What a receiver answered. */
  sealed interface Answer {

    /**
     * It has it.
     *
     * @param says the answer in a few words
     */
    record Delivered(String says) implements Answer {}

    /**
     * It may take it later.
     *
     * @param says why not now
     */
    record Later(String says) implements Answer {}

    /**
     * It never will.
     *
     * @param says why
     */
    record Refused(String says) implements Answer {}
  }
}
