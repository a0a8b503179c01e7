/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.json.JsonMaps;
import io.berth.logpipeline.redaction.Redactor;
import io.berth.logpipeline.redaction.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A record's fields with dotted names, however they were nested. A body that is JSON is opened, and
 * what only shows then is redacted.
 */
final class FlatFields {

  private static final int DEEPEST = 20;
  private static final int BODIES = 3;
  private static final List<String> BODY_NAMES = List.of("message", "log", "msg");

  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Consumer<Rule> redacted;

  private FlatFields(Consumer<Rule> redacted) {
    this.redacted = redacted;
  }

  static FlatFields of(Map<String, Object> record, Consumer<Rule> redacted) {
    FlatFields flat = new FlatFields(redacted);
    flat.putAll("", record, 0, false);
    flat.openBodies();
    return flat;
  }

  /** Takes a field out; null where it is missing. */
  @Nullable Object take(String name) {
    return fields.remove(name);
  }

  /** Takes the first of several names that is there, as text. */
  @Nullable String takeText(String... names) {
    for (String name : names) {
      Object value = fields.get(name);
      if (value != null && !(value instanceof List<?>) && !value.toString().isBlank()) {
        fields.remove(name);
        return value.toString();
      }
    }
    return null;
  }

  /** What was not taken. */
  Map<String, Object> rest() {
    return fields;
  }

  private void openBodies() {
    for (int i = 0; i < BODIES; i++) {
      String name = bodyName();
      if (name == null || !(fields.get(name) instanceof String body)) {
        return;
      }
      Map<String, Object> inner = parse(body);
      if (inner == null) {
        return;
      }
      fields.remove(name);
      putAll("", inner, 0, true);
      if (bodyName() == null) {
        fields.put("message", body);
        return;
      }
    }
  }

  private @Nullable String bodyName() {
    for (String name : BODY_NAMES) {
      if (fields.containsKey(name)) {
        return name;
      }
    }
    return null;
  }

  private static @Nullable Map<String, Object> parse(String body) {
    String text = body.strip();
    return text.startsWith("{") && text.endsWith("}") ? JsonMaps.parse(text) : null;
  }

  private void putAll(String prefix, Map<?, ?> map, int depth, boolean parsed) {
    map.forEach(
        (key, value) -> {
          String name = prefix + key;
          if (parsed && Redactor.isSecretName(String.valueOf(key))) {
            fields.put(name, Redactor.REDACTED);
          } else if (value instanceof Map<?, ?> inner && !inner.isEmpty() && depth < DEEPEST) {
            putAll(name + ".", inner, depth + 1, parsed);
          } else if (value != null && !isIdentity(name, parsed)) {
            fields.put(name, leaf(value, parsed));
          }
        });
  }

  /** What a line says inside of its text does not outrank who the collector says wrote it. */
  private boolean isIdentity(String name, boolean parsed) {
    return parsed
        && fields.containsKey(name)
        && (name.startsWith("kubernetes.")
            || name.startsWith("container.")
            || name.startsWith("orchestrator.")
            || name.startsWith("berth."));
  }

  private Object leaf(Object value, boolean parsed) {
    if (value instanceof List<?> list) {
      boolean scalars = list.stream().noneMatch(e -> e instanceof Map || e instanceof List);
      return scalars
          ? list.stream().map(e -> clean(String.valueOf(e), parsed)).toList()
          : clean(EventJson.mapper().writeValueAsString(list), parsed);
    }
    if (value instanceof Map<?, ?>) {
      return clean(EventJson.mapper().writeValueAsString(value), parsed);
    }
    if (value instanceof Double number && parsed) {
      String masked = Redactor.redactNumber(number, redacted);
      return masked == null ? value : masked;
    }
    if (value instanceof Number && parsed) {
      String digits = value.toString();
      return digits.length() < 13 || clean(digits, true).equals(digits)
          ? value
          : clean(digits, true);
    }
    return value instanceof String text ? clean(text, parsed) : value;
  }

  private String clean(String text, boolean parsed) {
    return parsed ? Redactor.redact(text, redacted) : text;
  }
}
