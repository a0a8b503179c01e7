/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets fields by dotted names in nested objects. */
final class NestedFields {

  private final Map<String, Object> nested = new LinkedHashMap<>();

  /** Sets a field; null and empty leave it out. */
  void put(String name, @Nullable Object value) {
    if (value != null && !value.equals("")) {
      holder(name).put(name.substring(name.lastIndexOf('.') + 1), value);
    }
  }

  void putDefault(String name, Object value) {
    holder(name).putIfAbsent(name.substring(name.lastIndexOf('.') + 1), value);
  }

  Map<String, Object> nested() {
    return nested;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> holder(String name) {
    Map<String, Object> at = nested;
    int from = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
      at =
          (Map<String, Object>)
              at.computeIfAbsent(name.substring(from, dot), key -> new LinkedHashMap<>());
      from = dot + 1;
    }
    return at;
  }
}
