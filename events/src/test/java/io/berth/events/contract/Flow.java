/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.Topic;
import io.berth.events.Topics;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who writes a topic and who reads it, as the comment above its constant says: {@code writers →
 * readers; more}.
 *
 * @param writers in words
 * @param readers in words
 */
record Flow(String writers, String readers) {

  /** The headers of every record, and what they say. */
  static final Map<String, String> HEADERS = headers();

  static Flow of(Topic topic) {
    String[] sides = JavaDocs.of(Topics.class, constant(topic)).split("[;.]", 2)[0].split("→", 2);
    if (sides.length < 2) {
      throw new IllegalStateException(topic + " says no 'writers → readers' above its constant");
    }
    return new Flow(sides[0].strip(), sides[1].strip());
  }

  /** The types of a topic, in the order of their names. */
  static List<String> typesOf(Topic topic) {
    Topic first = topic == Topics.ALERT_HISTORY ? Topics.ALERTS : topic;
    return EventTypes.all().entrySet().stream()
        .filter(entry -> EventTypes.topicOf(entry.getValue()) == first)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How long a topic's records are kept, in words. */
  static String kept(Topic topic) {
    Duration retention = topic.retention();
    return retention == null ? "the latest of each key" : retention.toDays() + " days";
  }

  static Class<? extends Event> payload(String type) {
    return EventTypes.classOf(type).orElseThrow();
  }

  private static String constant(Topic topic) {
    return Arrays.stream(Topics.class.getFields())
        .filter(field -> field.getType() == Topic.class && value(field) == topic)
        .map(Field::getName)
        .findFirst()
        .orElseThrow();
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put(
        "ce_id",
        "unique for the source; the same id again is the same event. The id of a command is the command's id everywhere");
    headers.put("ce_source", "who says it, a URI reference such as /shop/release-bot");
    headers.put("ce_type", "which payload, with its version");
    headers.put(
        "ce_time",
        "when it happened, ISO 8601 in UTC; a command's deadline counts from here. The record's own time where it is left out");
    headers.put("ce_subject", "the key once more; optional");
    headers.put("traceparent", "W3C trace context; optional");
    return headers;
  }
}
