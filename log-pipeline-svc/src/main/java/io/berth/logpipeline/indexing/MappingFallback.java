/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import io.berth.events.kafka.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Rewrites a document that Elasticsearch rejected: fields outside of the core are stored as one
 * text.
 */
final class MappingFallback {

  private static final Set<String> CORE =
      Set.of("@timestamp", "message", "ecs", "data_stream", "orchestrator", "host");
  private static final int MAX_LENGTH = 20_000;

  private MappingFallback() {}

  /**
   * The document with nothing but its core and {@code fields.rescued}; null where it is no JSON.
   */
  @SuppressWarnings("unchecked")
  static byte @Nullable [] keepCoreFields(byte[] json) {
    try {
      Map<String, Object> document = EventJson.mapper().readValue(json, Map.class);
      Map<String, Object> core = new LinkedHashMap<>();
      Map<String, Object> aside = new LinkedHashMap<>();
      document.forEach((name, value) -> (CORE.contains(name) ? core : aside).put(name, value));
      core.put("fields", Map.of("rescued", cut(EventJson.mapper().writeValueAsString(aside))));
      core.put("event", Map.of("id", id(document)));
      core.put("berth", Map.of("rescued", "true"));
      return EventJson.mapper().writeValueAsBytes(core);
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The document with a short message. */
  @SuppressWarnings("unchecked")
  static byte @Nullable [] shorten(byte[] json) {
    try {
      Map<String, Object> document = EventJson.mapper().readValue(json, Map.class);
      document.put("message", cut(String.valueOf(document.get("message"))));
      byte[] shorter = EventJson.mapper().writeValueAsBytes(document);
      return shorter.length < json.length ? shorter : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static String cut(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH
        ? text
        : text.substring(0, Math.min(text.length(), MAX_LENGTH / 3)) + "… (cut)";
  }

  private static Object id(Map<String, Object> document) {
    return document.get("event") instanceof Map<?, ?> event && event.get("id") != null
        ? event.get("id")
        : "";
  }
}
