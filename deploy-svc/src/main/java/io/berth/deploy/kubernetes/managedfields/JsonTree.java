/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.managedfields;

import io.berth.deploy.drift.FieldPath;
import io.berth.deploy.drift.FieldPath.PathElement;
import io.berth.deploy.drift.ListKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects as JSON, in maps and lists that can be changed. */
final class JsonTree {

  /** Maps that server-side apply replaces whole. */
  private static final Set<String> ATOMIC = Set.of("selector", "labelSelector");

  private JsonTree() {}

  static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /** A map of a tree that {@link #copy} made. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("no object: " + value);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> array(Object value) {
    return (List<Object>) value;
  }

  static Map<String, Object> copy(Map<?, ?> tree) {
    Map<String, Object> copy = new LinkedHashMap<>();
    tree.forEach(
        (name, value) -> {
          if (value != null) {
            copy.put(String.valueOf(name), copyOf(value));
          }
        });
    return copy;
  }

  private static Object copyOf(Object value) {
    return switch (value) {
      case Map<?, ?> map -> copy(map);
      case List<?> list -> new ArrayList<Object>(list.stream().map(JsonTree::copyOf).toList());
      default -> value;
    };
  }

  static void remove(Map<String, Object> tree, FieldPath path) {
    List<PathElement> steps = path.steps();
    @Nullable Object at = tree;
    for (PathElement step : steps.subList(0, steps.size() - 1)) {
      at =
          switch (step) {
            case PathElement.NamedField(String name) -> map(at).get(name);
            case PathElement.KeyedItem(Map<String, Object> keys) ->
                ListKeys.find(list(at), keys).orElse(null);
          };
    }
    if (at == null) {
      return;
    }
    switch (steps.getLast()) {
      case PathElement.NamedField(String name) -> object(at).remove(name);
      case PathElement.KeyedItem(Map<String, Object> keys) ->
          array(at).removeIf(item -> ListKeys.find(List.of(item), keys).isPresent());
    }
  }

  /** As server-side apply merges: lists by their keys, everything else by name. */
  static Map<String, Object> merge(Map<String, Object> live, Map<?, ?> wanted) {
    wanted.forEach(
        (key, value) -> {
          if (value != null) {
            String name = String.valueOf(key);
            live.put(name, merged(name, live.get(name), value));
          }
        });
    return live;
  }

  private static Object merged(String name, @Nullable Object live, Object wanted) {
    if (live instanceof Map<?, ?> && wanted instanceof Map<?, ?> map && !ATOMIC.contains(name)) {
      return merge(object(live), map);
    }
    if (live instanceof List<?> && wanted instanceof List<?> items && ListKeys.has(name)) {
      List<Object> result = array(live);
      for (Object item : items) {
        Optional<?> there = ListKeys.find(result, ListKeys.of(name, item));
        if (there.isPresent()) {
          merge(object(there.get()), map(item));
        } else {
          result.add(copyOf(item));
        }
      }
      return result;
    }
    return copyOf(wanted);
  }
}
