/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.json.JsonMaps;
import io.berth.redaction.Redactor;
import io.berth.redaction.rule.RedactionRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A record's fields with dotted names, however they were nested. First they are the envelope, which
 * is what the sender says; with {@link #openBodies} comes what the line in it says. Whose a record
 * is and where it goes is asked before that, so that no line can answer.
 */
final class FlatFields {

  private static final int MAX_DEPTH = 20;
  private static final int BODIES = 3;
  private static final List<String> BODY_NAMES = List.of("message", "log", "msg");

  /** The maps that collectors add; applications' libraries write names with dots. */
  private static final List<String> COLLECTORS_MAPS = List.of("kubernetes", "docker");

  /** What begins like this is about where a record comes from. */
  private static final List<String> ORIGINS =
      List.of(
          "kubernetes.",
          "docker.",
          "container.",
          "container_",
          "orchestrator.",
          "host.",
          "hostname",
          "berth.",
          "service.name",
          "data_stream.",
          "event.dataset",
          "event.id");

  /** Before the name of what a line says, where the sender has said something by that name. */
  private static final String LINE = "line.";

  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Consumer<RedactionRule> redacted;

  private FlatFields(Consumer<RedactionRule> redacted) {
    this.redacted = redacted;
  }

  static FlatFields none() {
    return new FlatFields(_ -> {});
  }

  /** What collectors add about the pod, in maps of their own. */
  static FlatFields collected(Map<String, Object> record, Consumer<RedactionRule> redacted) {
    FlatFields flat = new FlatFields(redacted);
    for (String name : COLLECTORS_MAPS) {
      if (record.get(name) instanceof Map<?, ?> map) {
        flat.putAll(name + ".", map, 1, false);
      }
    }
    return flat;
  }

  /** All else that the sender says, and what a collector merged from the line. */
  static FlatFields envelope(Map<String, Object> record, Consumer<RedactionRule> redacted) {
    FlatFields flat = new FlatFields(redacted);
    Map<String, Object> others = new LinkedHashMap<>(record);
    others.entrySet().removeIf(e -> e.getValue() instanceof Map && isCollectors(e.getKey()));
    flat.putAll("", others, 0, false);
    return flat;
  }

  private static boolean isCollectors(String name) {
    return COLLECTORS_MAPS.contains(name);
  }

  /** Takes over all that others have left; of both by one name theirs stands. */
  void add(FlatFields others) {
    others.fields.forEach(
        (name, value) -> {
          Object mine = fields.put(name, value);
          if (mine != null) {
            fields.put(LINE + name, mine);
          }
        });
    others.fields.clear();
  }

  /** Takes a field out; null where it is missing. */
  @Nullable Object take(String name) {
    return fields.remove(name);
  }

  /** Takes the first of several names that is there, as text. */
  @Nullable String takeText(String... names) {
    return text(true, names);
  }

  /** The same, which stays where it is not to be taken. */
  @Nullable String text(boolean take, String... names) {
    for (String name : names) {
      Object value = fields.get(name);
      if (value != null && !(value instanceof List<?>) && !value.toString().isBlank()) {
        if (take) {
          fields.remove(name);
        }
        return value.toString();
      }
    }
    return null;
  }

  /** The number by that name; what is none stays. */
  @Nullable Number takeNumber(String name) {
    return fields.get(name) instanceof Number number && fields.remove(name) != null ? number : null;
  }

  /** Takes all that begins so, by the names behind it. */
  Map<String, Object> takeAll(String prefix) {
    Map<String, Object> taken = new LinkedHashMap<>();
    fields
        .entrySet()
        .removeIf(
            field -> {
              boolean begins = field.getKey().startsWith(prefix);
              if (begins) {
                taken.put(field.getKey().substring(prefix.length()), field.getValue());
              }
              return begins;
            });
    return taken;
  }

  /** What was not taken. */
  Map<String, Object> rest() {
    return fields;
  }

  /** Opens a body that is JSON, and those in it; what only shows then is redacted. */
  void openBodies() {
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
          if (parsed && Redactor.isSecretField(String.valueOf(key), value)) {
            put(name, Redactor.REDACTED);
          } else if (value instanceof Map<?, ?> inner && !inner.isEmpty() && depth < MAX_DEPTH) {
            putAll(name + ".", inner, depth + 1, parsed);
          } else if (value != null) {
            put(name, leaf(String.valueOf(key), value, parsed));
          }
        });
  }

  /** Of what is about the origin, the sender's word stands and the line's stands beside it. */
  private void put(String name, Object value) {
    boolean beside = fields.containsKey(name) && isOrigin(name);
    fields.put(beside ? LINE + name : name, value);
  }

  private static boolean isOrigin(String name) {
    return ORIGINS.stream().anyMatch(name::startsWith);
  }

  private Object leaf(String name, Object value, boolean parsed) {
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
    return value instanceof String text && parsed
        ? Redactor.redactField(name, text, redacted)
        : value;
  }

  private String clean(String text, boolean parsed) {
    return parsed ? Redactor.redact(text, redacted) : text;
  }
}
