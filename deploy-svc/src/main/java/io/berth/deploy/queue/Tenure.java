/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import io.berth.events.AppRef;

/**
 * Which commands are this instance's to work on. An instance that stood still may have lost them to
 * another without noticing: until it knows better, it holds none.
 */
public interface Tenure {

  /** Where there is only one instance. */
  Tenure ALL =
      new Tenure() {
        @Override
        public boolean holds(String position) {
          return true;
        }

        @Override
        public boolean speaksFor(AppRef app) {
          return true;
        }

        @Override
        public boolean owns(String position) {
          return true;
        }
      };

  /**
   * Whether the command that was read at this position is this instance's.
   *
   * @param position {@code topic-partition:offset@topic's id}
   */
  boolean holds(String position);

  /** Whether it was when Kafka was last heard of; enough to remember it, not to act on it. */
  boolean owns(String position);

  /** Of all instances this one is to speak for an application of which nothing is left. */
  boolean speaksFor(AppRef app);

  /**
   * @throws NotOurs where it is not, or not known to be
   */
  default void check(String position) {
    if (!holds(position)) {
      throw new NotOurs(position);
    }
  }
}
