/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields that identify an item of a list, as in the API's schema (list map keys). */
public final class ListKeys {

  private static final Map<String, List<String>> KEYS =
      Map.of(
          "containers", List.of("name"),
          "initContainers", List.of("name"),
          "env", List.of("name"),
          "volumes", List.of("name"),
          "volumeMounts", List.of("mountPath"),
          "ports", List.of("containerPort", "port", "protocol"),
          "topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable"));

  private ListKeys() {}

  /** Whether items of a list of that name are identified by fields rather than by index. */
  public static boolean has(String list) {
    return KEYS.containsKey(list);
  }

  /** The identifying fields of an item, with their values. */
  public static Map<String, Object> of(String list, Object item) {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (item instanceof Map<?, ?> fields) {
      KEYS.getOrDefault(list, List.of()).stream()
          .filter(fields::containsKey)
          .forEach(key -> keys.put(key, fields.get(key)));
    }
    return keys;
  }

  /** The item that has these values. */
  public static Optional<?> find(List<?> items, Map<String, Object> keys) {
    return items.stream().filter(item -> matches(item, keys)).findFirst();
  }

  private static boolean matches(Object item, Map<String, Object> keys) {
    return item instanceof Map<?, ?> fields
        && keys.entrySet().stream()
            .allMatch(
                entry ->
                    String.valueOf(entry.getValue())
                        .equals(String.valueOf(fields.get(entry.getKey()))));
  }
}
