/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import io.berth.events.AppRef;

/**
 * Which commands this instance owns. An instance that was paused may have lost partitions
 * unnoticed: until ownership is confirmed again, it owns none.
 */
public interface PartitionOwnership {

  /** Where there is only one instance. */
  PartitionOwnership ALL =
      new PartitionOwnership() {
        @Override
        public boolean holds(String position) {
          return true;
        }

        @Override
        public boolean isResponsibleFor(AppRef app) {
          return true;
        }

        @Override
        public boolean owns(String position) {
          return true;
        }
      };

  /**
   * Whether this instance owns the command at this position, confirmed recently enough to act on
   * it.
   *
   * @param position {@code topic-partition:offset@topic's id}
   */
  boolean holds(String position);

  /**
   * Whether it did when Kafka was last reached; enough to remember the command, not to act on it.
   */
  boolean owns(String position);

  /** Whether this instance answers for an application that no longer exists. */
  boolean isResponsibleFor(AppRef app);

  /**
   * @throws PartitionLostException where ownership is lost or unconfirmed
   */
  default void requireHeld(String position) {
    if (!holds(position)) {
      throw new PartitionLostException(position);
    }
  }
}
