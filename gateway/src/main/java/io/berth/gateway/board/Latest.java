/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.board;

import io.berth.events.Event;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The latest of each key; an older one that comes late changes nothing. Not thread-safe. */
final class Latest<E extends Event> {

  private final ToLongFunction<E> age;
  private final TreeMap<String, E> byKey = new TreeMap<>();

  /**
   * @param age grows with every change of a key; always 0 where the order of reading is enough
   */
  Latest(ToLongFunction<E> age) {
    this.age = age;
  }

  /** Whether it is news. */
  boolean on(E event) {
    E before = byKey.get(event.key());
    if (before != null
        && (before.equals(event) || age.applyAsLong(before) > age.applyAsLong(event))) {
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

  /** All of them in the order of their keys. */
  List<E> all() {
    return List.copyOf(byKey.values());
  }
}
