/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.Event;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.UnreadableEventException;
import io.berth.events.alert.AlertRule;
import io.berth.events.alert.Silence;
import io.berth.events.command.Command;
import io.berth.events.document.Author;
import io.berth.events.document.Document;
import io.berth.events.document.JsonReader;
import io.berth.events.document.Node;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.MetricSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The JSON of the payloads: ISO 8601 for times and durations, nulls left out. Read are also
 * durations and quantities as people write them, and names of values in any case. Unknown fields
 * are ignored, so that an older reader understands a newer writer; only in commands are they
 * refused, because a misspelt field there would silently not do what was asked. Nothing is
 * converted: a number where text is wanted is a fault, and so is text where a number is wanted.
 */
public final class EventJson {

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .addModule(new IsoInstantModule())
          .addModule(new QuantityModule())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_VALUES) // the names of variants
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, EventJson::onlyText)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private static final JsonMapper WITHOUT_DUPLICATES =
      LENIENT.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final JsonMapper STRICT =
      WITHOUT_DUPLICATES
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Whoever writes one of these may be a person; of commands everyone may be. */
  private static final Set<Class<?>> WRITTEN_BY_PEOPLE =
      Set.of(ScalingPolicy.class, AlertRule.class, Silence.class);

  /** What programs alone write, by the thousand: no name of theirs is looked at twice. */
  private static final Set<Class<?>> IN_BULK =
      Set.of(ResourceSample.class, CustomSample.class, RawLog.class, EnrichedLog.class);

  /** Whatever a log line holds, it is kept: who indexes it makes its text whole. */
  private static final Set<Class<?>> LOGS = Set.of(RawLog.class, EnrichedLog.class);

  private static final int MOST_FAULTS = 100;

  /** As they are read; what has no place concerns the whole. */
  private static final Comparator<InvalidField> BY_PLACE =
      Comparator.comparingInt((InvalidField fault) -> fault.line() == null ? 0 : fault.line())
          .thenComparingInt(fault -> fault.column() == null ? 0 : fault.column());

  private EventJson() {}

  /** The mapper for everything that has no rules of its own, such as a part of a payload. */
  public static JsonMapper mapper() {
    return LENIENT;
  }

  public static byte[] write(Event payload) {
    byte[] json = LENIENT.writeValueAsBytes(payload);
    // A sample has no text that could have been cut in the wrong place.
    return payload instanceof MetricSample ? json : WellFormedText.repaired(json);
  }

  /**
   * Reads a payload.
   *
   * @throws InvalidEventException where fields are wrong, with every fault
   * @throws UnreadableEventException where it is no JSON at all
   */
  public static <E extends Event> E read(byte[] json, Class<E> payload) {
    return read(json, payload, Command.class.isAssignableFrom(payload));
  }

  /**
   * Reads what a person wrote: unknown fields are refused in every payload.
   *
   * @throws InvalidEventException where fields are wrong, with every fault
   * @throws UnreadableEventException where it is no JSON at all
   */
  public static <E extends Event> E readStrictly(byte[] json, Class<E> payload) {
    return read(json, payload, true);
  }

  /**
   * Makes a record, such as a payload, of a document that a person wrote, JSON or YAML. Unknown
   * fields are refused.
   *
   * @throws InvalidEventException where fields are wrong, with every fault
   * @throws UnreadableEventException where it could not be read to its end
   */
  public static <T> T readStrictly(Document document, Class<T> payload) {
    return read(document, payload, true);
  }

  /** Who writes such payloads. */
  static Author authorOf(Class<?> payload) {
    return Command.class.isAssignableFrom(payload) || WRITTEN_BY_PEOPLE.contains(payload)
        ? Author.PERSON
        : Author.PROGRAM;
  }

  private static <E extends Event> E read(byte[] json, Class<E> payload, boolean strict) {
    Author author = authorOf(payload);
    boolean plain = LOGS.contains(payload) || WellFormedText.isPlain(json, author);
    Document document = plain ? null : JsonReader.read(json, author);
    if (document == null || document.faults().isEmpty()) {
      try {
        E read = mapper(payload, strict).readValue(json, payload);
        if (read != null) {
          return read;
        }
      } catch (JacksonException _) {
        // Read again below, for every fault with its place.
      }
    }
    return read(document == null ? JsonReader.read(json, author) : document, payload, strict);
  }

  private static JsonMapper mapper(Class<?> payload, boolean strict) {
    if (strict) {
      return STRICT;
    }
    return IN_BULK.contains(payload) ? LENIENT : WITHOUT_DUPLICATES;
  }

  /** What a document says, as far as it is read; its faults come first. */
  static <T> T read(Document document, Class<T> payload, boolean strict) {
    Node root = document.root();
    if (root == null) {
      throw new UnreadableEventException(document.faults());
    }
    List<InvalidField> faults = new ArrayList<>(document.faults());
    if (root instanceof Node.Null) {
      faults.add(
          new InvalidField("", "null", "an object").at(root.at().line(), root.at().column()));
    }
    new FaultFinder(LENIENT, strict)
        .find(root, payload).stream()
            .filter(fault -> document.faults().stream().noneMatch(told -> isSame(told, fault)))
            .forEach(faults::add);
    if (!faults.isEmpty()) {
      throw new InvalidEventException(told(faults));
    }
    try {
      return (strict ? STRICT : LENIENT).readValue(root.json(), payload);
    } catch (JacksonException e) {
      throw new InvalidEventException(
          List.of(new InvalidField("", e.getOriginalMessage(), "the fields of this payload")));
    }
  }

  /** A character that no text may hold is told by the reader, and again by a record of names. */
  private static boolean isSame(InvalidField told, InvalidField fault) {
    return told.field().equals(fault.field()) && told.found().equals(fault.found());
  }

  private static List<InvalidField> told(List<InvalidField> faults) {
    List<InvalidField> told =
        new ArrayList<>(faults.stream().sorted(BY_PLACE).limit(MOST_FAULTS).toList());
    if (faults.size() > MOST_FAULTS) {
      told.add(
          new InvalidField(
              "", faults.size() - MOST_FAULTS + " more faults", "these to be corrected first"));
    }
    return told;
  }

  private static void onlyText(MutableCoercionConfig config) {
    config
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }
}
