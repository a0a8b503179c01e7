/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.json;

import io.berth.events.kafka.EventJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Objects as maps in their own order, the same as {@code readValue(json, Map.class)} gives. */
public final class JsonMaps {

  private JsonMaps() {}

  /** The object that a text is; null where it is none. */
  public static @Nullable Map<String, Object> parse(String text) {
    try (JsonParser parser = EventJson.mapper().createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Map<String, Object> object = object(parser);
      return parser.nextToken() == null ? object : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /**
   * The object whose first brace the parser has just read.
   *
   * @throws JacksonException where it is no JSON
   */
  public static Map<String, Object> object(JsonParser parser) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      object.put(name, value(parser, parser.nextToken()));
    }
    return object;
  }

  @SuppressWarnings("NullAway") // JSON has nulls, and those who read fields bear them.
  private static Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> parser.getString();
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getNumberValue();
    };
  }

  private static List<Object> array(JsonParser parser) {
    List<Object> array = new ArrayList<>();
    for (JsonToken at = parser.nextToken(); at != JsonToken.END_ARRAY; at = parser.nextToken()) {
      array.add(value(parser, at));
    }
    return array;
  }
}
