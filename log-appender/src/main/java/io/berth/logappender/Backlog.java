/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import org.jspecify.annotations.Nullable;

/** Lines that wait for a receiver that is away, first in, first out. */
interface Backlog extends AutoCloseable {

  /** Has no room. */
  Backlog NONE =
      new Backlog() {
        @Override
        public boolean add(Line line) {
          return false;
        }

        @Override
        public void addAnyway(Line line) {}

        @Override
        public @Nullable Line first() {
          return null;
        }

        @Override
        public void removeFirst() {}

        @Override
        public void close() {}
      };

  /** Takes a line; false where there is no room for it. Never throws. */
  boolean add(Line line);

  /**
   * Takes a line for which there must be room, at the end of the application: what is on its way
   * and cannot be sent any more, and the line that says how many were dropped.
   */
  void addAnyway(Line line);

  /** The oldest line, which stays; null where there is none. */
  @Nullable Line first();

  /** Forgets the oldest line. */
  void removeFirst();

  /** Keeps what is there for the next start. */
  @Override
  void close();
}
