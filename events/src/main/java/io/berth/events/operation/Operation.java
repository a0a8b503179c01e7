/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Event;

/**
 * One step in the life of a command in one cluster: {@link Accepted} or {@link Rejected} first,
 * then {@link Applied} and any number of {@link Progressing}, and exactly one {@link Concluded}
 * unless it was rejected. {@link Drifted} belongs to no command.
 */
public sealed interface Operation extends Event
    permits Accepted, Rejected, Applied, Progressing, Concluded, Drifted {

  /** What this is about. */
  OperationRef ref();

  @Override
  default String key() {
    return ref().app().toString();
  }
}
