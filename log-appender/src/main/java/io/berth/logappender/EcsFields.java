/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * A Logback event as fields of the Elastic Common Schema, with dotted names. Pure: the same event,
 * identity and id give the same fields.
 *
 * <p>MDC entries and key-value pairs become {@code labels.*}, but for trace and span ids, which go
 * where the schema has them. Messages and stack traces longer than {@link #LONGEST} characters are
 * cut, and {@code log.flags} says so.
 */
final class EcsFields {

  /** Characters of a message or of a stack trace that are kept. */
  static final int LONGEST = 64 * 1024;

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

  static Map<String, Object> of(ILoggingEvent event, Identity identity, String eventId) {
    Map<String, Object> fields = new HashMap<>(32);
    fields.putAll(identity.fields());
    fields.put("ecs.version", "8.17");
    fields.put("event.id", eventId);
    fields.put("log.level", event.getLevel().toString());
    fields.put("log.logger", event.getLoggerName());
    fields.put("process.thread.name", event.getThreadName());
    putText(fields, "message", event.getFormattedMessage());
    error(fields, event.getThrowableProxy());
    event.getMDCPropertyMap().forEach((key, value) -> label(fields, key, value));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        label(fields, pair.key, pair.value);
      }
    }
    return fields;
  }

  private static void error(Map<String, Object> fields, @Nullable IThrowableProxy error) {
    if (error == null) {
      return;
    }
    fields.put("error.type", error.getClassName());
    if (error.getMessage() != null) {
      putText(fields, "error.message", error.getMessage());
    }
    putText(fields, "error.stack_trace", ThrowableProxyUtil.asString(error));
  }

  private static void label(Map<String, Object> fields, String key, @Nullable Object value) {
    if (value != null && !key.isBlank()) {
      fields.put(TRACE_KEYS.getOrDefault(key, "labels." + key), value.toString());
    }
  }

  private static void putText(Map<String, Object> fields, String name, @Nullable String text) {
    String present = text == null ? "" : text;
    if (present.length() > LONGEST) {
      fields.put("log.flags", "truncated");
      fields.put(name, present.substring(0, LONGEST));
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
