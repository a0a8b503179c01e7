/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.view;

import io.berth.events.Event;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The latest event of each key; an older one that arrives late is ignored. Not thread-safe. */
final class LatestByKey<E extends Event> {

  private final ToLongFunction<E> version;
  private final TreeMap<String, E> byKey = new TreeMap<>();

  /**
   * @param version increases with every change of a key; always 0 if the order of records decides
   */
  LatestByKey(ToLongFunction<E> version) {
    this.version = version;
  }

  /** Puts an event; false if it is equal to the known one or older. */
  boolean putIfNewer(E event) {
    E before = byKey.get(event.key());
    if (before != null
        && (before.equals(event) || version.applyAsLong(before) > version.applyAsLong(event))) {
      return false;
    }
    byKey.put(event.key(), event);
    return true;
  }

  Optional<E> remove(String key) {
    return Optional.ofNullable(byKey.remove(key));
  }

  Optional<E> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** All events, ordered by key. */
  List<E> all() {
    return List.copyOf(byKey.values());
  }
}
