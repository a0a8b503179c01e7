/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A document of the Elastic Common Schema in the making. Only names that the index template knows
 * become fields of their own, as text or number as it wants them; everything else goes into {@code
 * labels} or {@code fields}, which take any name. So no two applications can disagree about the
 * type of a field.
 */
final class Document {

  private static final Set<String> TEXTS =
      Set.of(
          "error.code",
          "error.id",
          "error.message",
          "error.type",
          "event.action",
          "event.category",
          "event.outcome",
          "log.flags",
          "log.origin.file.name",
          "log.origin.function",
          "service.environment",
          "service.node.name",
          "service.version",
          "transaction.id",
          "user.id",
          "user.name",
          "berth.release",
          "berth.command_id");

  private static final Set<String> NUMBERS =
      Set.of("log.origin.file.line", "process.pid", "process.thread.id", "berth.dropped");

  /** Of the names that the template knows: they come again with every record. */
  private static final Map<String, String[]> PATHS = new ConcurrentHashMap<>();

  private final Map<String, Object> nested = LinkedHashMap.newLinkedHashMap(24);
  private final Map<String, Object> rest = new LinkedHashMap<>();
  private final Map<String, Object> labels = new LinkedHashMap<>();

  /** Sets a field that the template knows; null and blank leave it out. */
  void put(String name, @Nullable Object value) {
    if (value == null
        || value instanceof String text && text.isEmpty() && !name.equals("message")) {
      return;
    }
    String[] path = PATHS.computeIfAbsent(name, Document::path);
    Map<String, Object> at = nested;
    for (int i = 0; i < path.length - 1; i++) {
      at = object(at, path[i]);
    }
    at.put(path[path.length - 1], value);
  }

  /** Sets a field that the template does not know. */
  void rest(String name, Object value) {
    rest.put(name, value);
  }

  void putKnownAndRest(Map<String, Object> fields) {
    fields.forEach(
        (name, value) -> {
          if (TEXTS.contains(name) && !(value instanceof List<?>)) {
            put(name, value.toString());
          } else if (NUMBERS.contains(name) && value instanceof Number) {
            put(name, value);
          } else if (name.startsWith("labels.") && name.length() > 7) {
            labels.put(name.substring(7), value);
          } else {
            rest.put(name, value);
          }
        });
  }

  Map<String, Object> nested() {
    if (!labels.isEmpty()) {
      nested.put("labels", labels);
    }
    if (!rest.isEmpty()) {
      nested.put("fields", rest);
    }
    return nested;
  }

  private static String[] path(String name) {
    return name.split("\\.", -1);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> in, String name) {
    Map<String, Object> object = (Map<String, Object>) in.get(name);
    if (object == null) {
      object = new LinkedHashMap<>();
      in.put(name, object);
    }
    return object;
  }
}
