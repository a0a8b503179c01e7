/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of the log that watches read.
 *
 * @param object as it is now; for a deletion as it was last, with the deletion's resource version
 * @param before as it was, null for a creation
 */
public record StoreChange(
    ChangeType kind, ObjectKey key, ObjectNode object, @Nullable ObjectNode before, long version) {

  /** What happened. */
  public enum ChangeType {
    ADDED,
    MODIFIED,
    DELETED
  }
}
