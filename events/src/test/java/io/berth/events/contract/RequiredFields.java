/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import io.berth.events.ApprovedFiles;
import io.berth.events.Event;
import io.berth.events.InvalidEventException;
import io.berth.events.Samples;
import io.berth.events.kafka.EventJson;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which fields a reader insists on. It is found out, not declared: each field of each example is
 * left out once, and what is then refused is required. A field that some example can do without is
 * not.
 */
final class RequiredFields {

  private final Map<Class<?>, Set<String>> refused = new HashMap<>();
  private final Map<Class<?>, Set<String>> spared = new HashMap<>();

  RequiredFields() {
    Samples.all().values().forEach(sample -> walk(sample, ApprovedFiles.json(sample), sample, ""));
  }

  boolean contains(Class<?> type, String field) {
    return refused.getOrDefault(type, Set.of()).contains(field)
        && !spared.getOrDefault(type, Set.of()).contains(field);
  }

  private void walk(Event sample, JsonNode whole, Object value, String at) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        walk(sample, whole, list.get(i), at + "/" + i);
      }
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> walk(sample, whole, inner, at + "/" + escaped(key.toString())));
    }
    if (value instanceof Record some) {
      for (RecordComponent component : some.getClass().getRecordComponents()) {
        String name = component.getName();
        if (whole.at(at).has(name)) {
          Map<Class<?>, Set<String>> where = reads(sample, whole, at, name) ? spared : refused;
          where.computeIfAbsent(some.getClass(), ignored -> new HashSet<>()).add(name);
          walk(sample, whole, get(some, component), at + "/" + name);
        } else {
          spared.computeIfAbsent(some.getClass(), ignored -> new HashSet<>()).add(name);
        }
      }
    }
  }

  /** As a JSON pointer has it. */
  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static boolean reads(Event sample, JsonNode whole, String at, String name) {
    JsonNode without = whole.deepCopy();
    ((ObjectNode) without.at(at)).remove(name);
    try {
      EventJson.read(ApprovedFiles.bytes(without), sample.getClass());
      return true;
    } catch (InvalidEventException e) {
      return false;
    }
  }

  private static Object get(Record some, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(some);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
