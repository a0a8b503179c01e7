/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields of the Elastic Common Schema with dotted names, whichever library logs. Messages and stack
 * traces longer than {@link #MAX_LENGTH} characters are cut, and {@code log.flags} says so.
 */
final class EcsFields {

  /** Characters of a message or of a stack trace that are kept. */
  static final int MAX_LENGTH = 64 * 1024;

  private static final Map<String, String> TRACE_KEYS =
      Map.of(
          "traceId", "trace.id",
          "trace_id", "trace.id",
          "trace.id", "trace.id",
          "spanId", "span.id",
          "span_id", "span.id",
          "span.id", "span.id",
          "transaction.id", "transaction.id");

  private EcsFields() {}

  /** What every event has. */
  static Map<String, Object> of(
      SourceIdentity identity,
      String eventId,
      String level,
      String logger,
      @Nullable String thread) {
    Map<String, Object> fields = new HashMap<>(32);
    fields.putAll(identity.fields());
    fields.put("ecs.version", "8.17");
    fields.put("event.id", eventId);
    fields.put("log.level", level);
    fields.put("log.logger", logger);
    if (thread != null) {
      fields.put("process.thread.name", thread);
    }
    return fields;
  }

  /** Of the MDC and its like: {@code labels.*}, but for trace and span ids. */
  static void label(Map<String, Object> fields, String key, @Nullable Object value) {
    if (value != null && !key.isBlank()) {
      fields.put(TRACE_KEYS.getOrDefault(key, "labels." + key), value.toString());
    }
  }

  static void putText(Map<String, Object> fields, String name, @Nullable String text) {
    String present = text == null ? "" : text;
    if (present.length() > MAX_LENGTH) {
      fields.put("log.flags", "truncated");
      fields.put(name, present.substring(0, MAX_LENGTH));
    } else {
      fields.put(name, present);
    }
  }

  /** About how many bytes of memory the fields hold; a bound, not a measurement. */
  static long weightOf(Map<String, Object> fields) {
    long bytes = 0;
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      bytes += 64 + field.getValue().toString().length() * 2L;
    }
    return bytes;
  }
}
