/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.Event;
import io.berth.events.InvalidEvent;
import io.berth.events.InvalidField;
import io.berth.events.command.Command;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of the payloads: ISO 8601 for times and durations, nulls left out. Unknown fields are
 * ignored, so that an older reader understands a newer writer; only in commands are they refused,
 * because a misspelt field there would silently not do what was asked.
 */
public final class EventJson {

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private static final JsonMapper STRICT =
      LENIENT.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private EventJson() {}

  /** The mapper for everything that has no rules of its own, such as a part of a payload. */
  public static JsonMapper mapper() {
    return LENIENT;
  }

  public static byte[] write(Event payload) {
    return LENIENT.writeValueAsBytes(payload);
  }

  /**
   * Reads a payload.
   *
   * @throws InvalidEvent where a field is wrong
   * @throws JacksonException where it is no JSON at all
   */
  public static <E extends Event> E read(byte[] json, Class<E> payload) {
    JsonMapper mapper = Command.class.isAssignableFrom(payload) ? STRICT : LENIENT;
    try {
      E read = mapper.readValue(json, payload);
      if (read == null) {
        throw new InvalidEvent(List.of(new InvalidField("", "null", "a JSON object")));
      }
      return read;
    } catch (DatabindException e) {
      throw new InvalidEvent(faults(e));
    }
  }

  /** What was wrong where, in the words of the input. */
  static List<InvalidField> faults(DatabindException e) {
    String path = path(e);
    if (e.getCause() instanceof InvalidEvent invalid) {
      return invalid.fields().stream().map(field -> field.within(path)).toList();
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds() == null
              ? ""
              : unknown.getKnownPropertyIds().stream()
                  .map(Object::toString)
                  .sorted()
                  .collect(Collectors.joining(", "));
      return List.of(new InvalidField(path, "an unknown field", "one of: " + known));
    }
    if (e instanceof InvalidFormatException format) {
      return List.of(
          new InvalidField(path, "'" + format.getValue() + "'", wanted(format.getTargetType())));
    }
    return List.of(new InvalidField(path, "a value that does not fit", e.getOriginalMessage()));
  }

  private static String wanted(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(", ", "one of: ", ""));
    }
    return switch (type.getSimpleName()) {
      case "Duration" -> "an ISO 8601 duration such as PT30S";
      case "Instant" -> "an ISO 8601 time in UTC such as 2026-01-31T12:00:00Z";
      case "int", "long", "Integer", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      default -> "a " + type.getSimpleName();
    };
  }

  private static String path(DatabindException e) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }
}
