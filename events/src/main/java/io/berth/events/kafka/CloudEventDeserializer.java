/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.UnreadableEventException;
import io.berth.events.command.Command;
import io.berth.events.command.PartialCommand;
import io.berth.events.document.Author;
import io.berth.events.document.Characters;
import io.berth.events.document.Document;
import io.berth.events.document.JsonReader;
import io.berth.events.document.Node;
import io.berth.events.kafka.DeserializationResult.Invalid;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.events.kafka.DeserializationResult.Unreadable;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads CloudEvents 1.0 in Kafka's binary mode, and in structured mode (content type {@code
 * application/cloudevents+json}). Never throws for what a record holds; a tombstone is null.
 */
public final class CloudEventDeserializer implements Deserializer<@Nullable DeserializationResult> {

  /** As W3C's Trace Context wants it, what is no trace's parent is none. */
  private static final Predicate<String> TRACE =
      Pattern.compile("[0-9a-f]+(-[0-9a-f]+)*").asMatchPredicate();

  private static final String STRUCTURED = "application/cloudevents+json";

  /**
   * The attributes of one event.
   *
   * @param where what a fault calls their place: {@code header ce_} or {@code attribute }
   * @param named an attribute by its CloudEvents name
   */
  private record Attributes(String where, Function<String, Optional<String>> named) {
    Optional<String> get(String name) {
      return named.apply(name);
    }
  }

  /**
   * The payload of one event.
   *
   * @param read makes the payload of it
   * @param document its text, for what can be known of it where it is invalid
   */
  private record Body(Function<Class<? extends Event>, Event> read, Supplier<Document> document) {

    static Body of(byte[] json) {
      return new Body(
          type -> EventJson.read(json, type), () -> JsonReader.read(json, Author.PERSON));
    }
  }

  @Override
  public @Nullable DeserializationResult deserialize(String topic, byte @Nullable [] data) {
    return deserialize(topic, new RecordHeaders(), data);
  }

  @Override
  public @Nullable DeserializationResult deserialize(
      String topic, Headers headers, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    boolean structured =
        CloudEventHeaders.text(headers, CloudEventHeaders.CONTENT_TYPE)
            .filter(type -> type.startsWith(STRUCTURED))
            .isPresent();
    return structured ? structured(data) : read(binary(headers), data);
  }

  private static Attributes binary(Headers headers) {
    return new Attributes(
        "header ce_",
        name ->
            CloudEventHeaders.text(
                headers, name.equals(CloudEventHeaders.TRACEPARENT) ? name : "ce_" + name));
  }

  private static DeserializationResult structured(byte[] data) {
    Document document = JsonReader.read(data, author(data));
    Node root = document.root();
    if (root == null) {
      return new Unreadable(noJson(document.faults()));
    }
    if (!(root instanceof Node.Fields event)) {
      return new Unreadable("a structured CloudEvent that is no object; wanted its attributes");
    }
    Attributes attributes =
        new Attributes(
            "attribute ",
            name ->
                event.get(name) instanceof Node.Text(String value, var _)
                    ? Optional.of(value)
                    : Optional.empty());
    Node payload = event.get("data");
    if (event.get("data_base64") instanceof Node.Text(String base64, var _)) {
      return payload == null
          ? base64(attributes, base64)
          : new Unreadable("both 'data' and 'data_base64'; wanted the payload in one of them");
    }
    return payload == null
        ? new Unreadable("a structured CloudEvent without 'data'; wanted the payload there")
        : read(attributes, body(document, payload));
  }

  private static Body body(Document event, Node payload) {
    Document data = data(event, payload);
    boolean givenTwice = event.faults().stream().anyMatch(fault -> fault.field().equals("data"));
    return new Body(
        type -> EventJson.read(data, type, Command.class.isAssignableFrom(type)),
        () -> givenTwice ? new Document(null, data.faults()) : data);
  }

  private static DeserializationResult base64(Attributes attributes, String base64) {
    try {
      return read(attributes, Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return new Unreadable("'data_base64' is no Base64: " + e.getMessage());
    }
  }

  /** Who may have written the event, by its type; whatever else it is. */
  private static Author author(byte[] event) {
    try {
      return EventTypes.classOf(EventJson.mapper().readTree(event).path("type").asString(""))
          .map(EventJson::authorOf)
          .orElse(Author.PROGRAM);
    } catch (JacksonException _) {
      return Author.PROGRAM;
    }
  }

  /** The payload with the faults that are in it, and those of the attributes around it. */
  private static Document data(Document event, Node payload) {
    return new Document(
        payload,
        event.faults().stream()
            .map(
                fault ->
                    fault.field().startsWith("data.")
                        ? fault.as(fault.field().substring("data.".length()))
                        : fault)
            .toList());
  }

  private static DeserializationResult read(Attributes attributes, byte[] json) {
    return json.length == 0
        ? new Unreadable(
            "an empty value; wanted the JSON of a " + attributes.get("type").orElse("event"))
        : read(attributes, Body.of(json));
  }

  private static DeserializationResult read(Attributes attributes, Body body) {
    String where = attributes.where();
    String version = attributes.get("specversion").orElse("1.0");
    String type = attributes.get("type").orElse("");
    String id = attributes.get("id").orElse("");
    if (!version.equals("1.0")) {
      return new Unreadable(where + "specversion is '" + version + "'; wanted 1.0");
    }
    if (type.isEmpty()) {
      return new Unreadable(
          "no " + where + "type; wanted the event's type, such as berth.command.deploy.v1");
    }
    if (id.isBlank()) {
      return new Unreadable("no " + where + "id; wanted an id that is unique for the source");
    }
    for (String name : List.of("id", "source")) {
      String flaw = flaw(attributes.get(name).orElse(""));
      if (!flaw.isEmpty()) {
        return new Unreadable(where + name + flaw);
      }
    }
    return EventTypes.classOf(type)
        .map(known -> read(attributes, id, known, body))
        .orElseGet(
            () ->
                new Unreadable(
                    where + "type is '" + type + "'; wanted one of " + EventTypes.all().keySet()));
  }

  private static DeserializationResult read(
      Attributes attributes, String id, Class<? extends Event> type, Body body) {
    List<InvalidField> faults = new ArrayList<>();
    Instant time = time(attributes, faults);
    try {
      Event event = body.read().apply(type);
      if (faults.isEmpty()) {
        return new Readable(
            new Envelope<>(
                id,
                attributes.get("source").orElse("unknown"),
                time == null ? Instant.EPOCH : time,
                attributes.get(CloudEventHeaders.TRACEPARENT).filter(TRACE).orElse(null),
                event));
      }
    } catch (UnreadableEventException e) {
      return new Unreadable(noJson(e.fields()));
    } catch (InvalidEventException e) {
      faults.addAll(e.fields());
    }
    String name = EventTypes.nameOf(type);
    PartialCommand command =
        Command.class.isAssignableFrom(type)
            ? PartialCommandReader.read(name, body.document().get())
            : null;
    return new Invalid(id, name, type, time, List.copyOf(faults), command);
  }

  /** What would forge a line of a log, or would be another id once it is written again. */
  private static String flaw(String attribute) {
    Characters.InvalidCharacter flaw = Characters.inLine(attribute);
    if (flaw != null) {
      return " holds " + flaw.found() + "; wanted " + flaw.wanted();
    }
    return attribute.indexOf('\uFFFD') < 0 ? "" : " is no UTF-8; wanted text in UTF-8";
  }

  private static String noJson(List<InvalidField> faults) {
    return faults.stream()
        .map(InvalidField::toString)
        .collect(Collectors.joining("; ", "no JSON: ", ""));
  }

  private static @Nullable Instant time(Attributes attributes, List<InvalidField> faults) {
    String text = attributes.get("time").orElse("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      faults.add(
          new InvalidField(
              attributes.where() + "time",
              "'" + text + "'",
              "an ISO 8601 time in UTC such as 2026-01-31T12:00:00Z"));
      return null;
    }
  }
}
