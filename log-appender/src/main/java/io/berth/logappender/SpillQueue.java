/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import org.jspecify.annotations.Nullable;

/** A FIFO queue for events that wait for an unavailable receiver. */
interface SpillQueue extends AutoCloseable {

  /** Has no room. */
  SpillQueue NONE =
      new SpillQueue() {
        @Override
        public boolean add(ShippedEvent event) {
          return false;
        }

        @Override
        public void addUnbounded(ShippedEvent event) {}

        @Override
        public @Nullable ShippedEvent first() {
          return null;
        }

        @Override
        public void removeFirst() {}

        @Override
        public void close() {}
      };

  /** Adds an event; false if there is no room. Never throws. */
  boolean add(ShippedEvent event);

  /**
   * Adds an event regardless of the bound, at the end of the application: events in flight and
   * cannot be sent any more, and the line that says how many were dropped.
   */
  void addUnbounded(ShippedEvent event);

  /** The oldest event, which is not removed; null if there is none. */
  @Nullable ShippedEvent first();

  /** Removes the oldest event. */
  void removeFirst();

  /** Closes the queue; its events are kept for the next start. */
  @Override
  void close();
}
