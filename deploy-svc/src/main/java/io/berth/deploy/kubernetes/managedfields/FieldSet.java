/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.managedfields;

import io.berth.deploy.drift.ListKeys;
import io.berth.events.kafka.EventJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and changes a set of fields as {@code fieldsV1} writes it. */
final class FieldSet {

  static final String ITEM = "k:";
  static final String FIELD = "f:";

  /** Says that the path itself belongs to the set, besides paths below it. */
  private static final String MEMBER = ".";

  private FieldSet() {}

  /** The fields of an object as JSON: the leaves, and the items of lists that have keys. */
  static Map<String, Object> of(Map<?, ?> tree) {
    Map<String, Object> set = new LinkedHashMap<>();
    tree.forEach((name, value) -> set.put(FIELD + name, of(String.valueOf(name), value)));
    return set;
  }

  private static Map<String, Object> of(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return of(map);
    }
    Map<String, Object> items = new LinkedHashMap<>();
    if (ListKeys.has(name)) {
      JsonTree.list(value)
          .forEach(item -> items.put(item(ListKeys.of(name, item)), of(JsonTree.map(item))));
    }
    return items;
  }

  /** The step to the item that has these values. */
  static String item(Map<String, Object> keys) {
    return ITEM + EventJson.mapper().writeValueAsString(new TreeMap<>(keys));
  }

  /** What of the set lies at that path; null where nothing does. */
  static @Nullable Map<?, ?> find(Map<?, ?> set, List<String> path) {
    Map<?, ?> at = set;
    for (String step : path) {
      if (!(at.get(step) instanceof Map<?, ?> below)) {
        return null;
      }
      at = below;
    }
    return at;
  }

  /** Adds the path itself and the set below it. */
  static void add(Map<String, Object> set, List<String> path, Map<?, ?> below) {
    Map<String, Object> at = set;
    for (String step : path) {
      at = JsonTree.object(at.computeIfAbsent(step, _ -> new LinkedHashMap<>()));
    }
    addAll(at, below);
    if (!at.isEmpty()) {
      at.putIfAbsent(MEMBER, new LinkedHashMap<>());
    }
  }

  private static void addAll(Map<String, Object> set, Map<?, ?> others) {
    others.forEach(
        (step, below) ->
            addAll(
                JsonTree.object(
                    set.computeIfAbsent(String.valueOf(step), _ -> new LinkedHashMap<>())),
                JsonTree.map(below)));
  }

  /** Takes the path and everything below it from one set into another. */
  static void move(Map<String, Object> from, Map<String, Object> to, List<String> path) {
    Map<?, ?> taken = find(from, path);
    if (taken != null) {
      add(to, path, taken);
      remove(from, path);
    }
  }

  private static void remove(Map<String, Object> set, List<String> path) {
    String step = path.getFirst();
    if (path.size() > 1 && set.get(step) instanceof Map<?, ?>) {
      Map<String, Object> below = JsonTree.object(set.get(step));
      remove(below, path.subList(1, path.size()));
      if (below.isEmpty()) {
        set.remove(step);
      }
    } else {
      set.remove(step);
    }
  }
}
