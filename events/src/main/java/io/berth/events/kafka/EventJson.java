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
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
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
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private static final JsonMapper STRICT =
      LENIENT
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

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
   * @throws InvalidEvent where fields are wrong, with every fault
   * @throws JacksonException where it is no JSON at all
   */
  public static <E extends Event> E read(byte[] json, Class<E> payload) {
    return read(json, payload, Command.class.isAssignableFrom(payload));
  }

  /**
   * Reads what a person wrote: unknown fields are refused in every payload.
   *
   * @throws InvalidEvent where fields are wrong, with every fault
   * @throws JacksonException where it is no JSON at all
   */
  public static <E extends Event> E readStrictly(byte[] json, Class<E> payload) {
    return read(json, payload, true);
  }

  private static <E extends Event> E read(byte[] json, Class<E> payload, boolean strict) {
    try {
      E read = (strict ? STRICT : LENIENT).readValue(json, payload);
      if (read == null) {
        throw new InvalidEvent(List.of(new InvalidField("", "null", "an object")));
      }
      return read;
    } catch (JacksonException e) {
      throw new InvalidEvent(faults(LENIENT.readTree(json), payload, strict, e));
    }
  }

  private static List<InvalidField> faults(
      JsonNode json, Class<?> payload, boolean strict, JacksonException first) {
    if (json.isMissingNode()) {
      throw first;
    }
    List<InvalidField> faults = new FaultFinder(LENIENT, strict).find(json, payload);
    // What only the stream shows, such as a field that stands there twice.
    return faults.isEmpty()
        ? List.of(new InvalidField("", first.getOriginalMessage(), "each field once, as described"))
        : faults;
  }
}
