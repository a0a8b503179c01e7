/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.multiline;

import io.berth.events.log.RawLog;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A raw record as a line of a container's output, its framing taken off: containerd's {@code <time>
 * stdout P <text>} and Docker's {@code partial_*} fields.
 *
 * @param raw the record
 * @param body the name of the field with the text
 * @param channel the stream and its output, {@code stdout} or {@code stderr}
 * @param text without the line's end
 * @param time of the line
 * @param partial whether the runtime cut the line and the next piece follows
 */
record ContainerLine(
    RawLog raw, String body, String channel, String text, Instant time, boolean partial) {

  private static final List<String> BODIES = List.of("log", "message", "msg");

  /** A record with one of these fields was parsed by its sender. */
  private static final List<String> STRUCTURED =
      List.of(
          "log.level",
          "level",
          "severity",
          "logger",
          "error",
          "error.stack_trace",
          "error.type",
          "stack_trace",
          "exception",
          "ecs.version",
          "@timestamp");

  /** The line; null where the record is complete in itself. */
  static @Nullable ContainerLine of(RawLog raw) {
    Map<String, Object> fields = raw.fields();
    if (raw.eventId() != null) {
      return null;
    }
    for (String name : STRUCTURED) {
      if (fields.containsKey(name)) {
        return null;
      }
    }
    for (String body : BODIES) {
      if (fields.get(body) instanceof String text) {
        return of(raw, body, text);
      }
    }
    return null;
  }

  private static ContainerLine of(RawLog raw, String body, String text) {
    Object output = raw.fields().getOrDefault("stream", raw.fields().get("source"));
    String channel = raw.stream() + "/" + (output == null ? "" : output);
    CriLine cri = CriLine.of(text);
    if (cri != null) {
      return new ContainerLine(
          raw, body, raw.stream() + "/" + cri.output(), cri.text(), cri.time(), cri.partial());
    }
    boolean partial = isTrue(raw, "partial_message") && !isTrue(raw, "partial_last");
    return new ContainerLine(raw, body, channel, chomp(text), raw.time(), partial);
  }

  /** What was said in JSON is complete, whatever came before. */
  boolean isComplete() {
    return !partial && text.startsWith("{") && text.stripTrailing().endsWith("}");
  }

  /** The record with another text and without the fields that describe the split. */
  RawLog with(String joined, @Nullable String flags) {
    Map<String, Object> fields = new LinkedHashMap<>(raw.fields());
    fields.keySet().removeIf(name -> name.startsWith("partial_"));
    fields.put(body, joined);
    if (flags != null) {
      fields.put("log.flags", flags);
    }
    return new RawLog(raw.stream(), raw.tag(), time, raw.receivedAt(), raw.eventId(), fields);
  }

  private static boolean isTrue(RawLog raw, String field) {
    return "true".equals(String.valueOf(raw.fields().get(field)));
  }

  private static String chomp(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  /** {@code 2026-01-31T12:00:00.123456789Z stdout F text}. */
  private record CriLine(Instant time, String output, boolean partial, String text) {
    static @Nullable CriLine of(String line) {
      int output = line.indexOf(' ') + 1;
      boolean framed =
          output > 19
              && output < 40
              && (line.startsWith("stdout ", output) || line.startsWith("stderr ", output))
              && line.length() > output + 8
              && (line.charAt(output + 7) == 'F' || line.charAt(output + 7) == 'P')
              && line.charAt(output + 8) == ' ';
      if (!framed) {
        return null;
      }
      try {
        Instant time = java.time.OffsetDateTime.parse(line.substring(0, output - 1)).toInstant();
        return new CriLine(
            time,
            line.substring(output, output + 6),
            line.charAt(output + 7) == 'P',
            chomp(line.substring(output + 9)));
      } catch (DateTimeParseException e) {
        return null;
      }
    }
  }
}
