/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.InvalidEvent;
import io.berth.events.InvalidField;
import io.berth.events.kafka.Received.Invalid;
import io.berth.events.kafka.Received.Readable;
import io.berth.events.kafka.Received.Unreadable;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads CloudEvents 1.0 in Kafka's binary mode, and in structured mode (content type {@code
 * application/cloudevents+json}). Never throws for what a record holds; a tombstone is null.
 */
public final class CloudEventDeserializer implements Deserializer<@Nullable Received> {

  private static final String STRUCTURED = "application/cloudevents+json";

  @Override
  public @Nullable Received deserialize(String topic, byte @Nullable [] data) {
    return deserialize(topic, new RecordHeaders(), data);
  }

  @Override
  public @Nullable Received deserialize(String topic, Headers headers, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    boolean structured =
        CloudEventHeaders.text(headers, CloudEventHeaders.CONTENT_TYPE)
            .filter(type -> type.startsWith(STRUCTURED))
            .isPresent();
    return structured ? structured(data) : binary(headers, data);
  }

  private static Received binary(Headers headers, byte[] data) {
    return read(
        CloudEventHeaders.text(headers, CloudEventHeaders.ID),
        CloudEventHeaders.text(headers, CloudEventHeaders.SOURCE),
        CloudEventHeaders.text(headers, CloudEventHeaders.TYPE),
        CloudEventHeaders.text(headers, CloudEventHeaders.TIME),
        CloudEventHeaders.text(headers, CloudEventHeaders.TRACEPARENT),
        "header ce_",
        data);
  }

  private static Received structured(byte[] data) {
    JsonNode event;
    try {
      event = EventJson.mapper().readTree(data);
    } catch (JacksonException e) {
      return new Unreadable("no JSON: " + e.getOriginalMessage());
    }
    JsonNode payload = event.get("data");
    if (payload == null) {
      return new Unreadable("a structured CloudEvent without 'data'; wanted the payload there");
    }
    return read(
        attribute(event, "id"),
        attribute(event, "source"),
        attribute(event, "type"),
        attribute(event, "time"),
        attribute(event, "traceparent"),
        "attribute ",
        payload.toString().getBytes(UTF_8));
  }

  private static Optional<String> attribute(JsonNode event, String name) {
    return Optional.ofNullable(event.get(name)).filter(JsonNode::isString).map(JsonNode::asString);
  }

  private static Received read(
      Optional<String> id,
      Optional<String> source,
      Optional<String> type,
      Optional<String> time,
      Optional<String> traceparent,
      String where,
      byte[] json) {
    if (type.isEmpty()) {
      return new Unreadable(
          "no " + where + "type; wanted the event's type, such as " + "berth.command.deploy.v1");
    }
    if (id.isEmpty() || id.get().isBlank()) {
      return new Unreadable("no " + where + "id; wanted an id that is unique for the source");
    }
    Optional<Class<? extends Event>> payload = EventTypes.classOf(type.get());
    if (payload.isEmpty()) {
      return new Unreadable(
          where + "type is '" + type.get() + "'; this version knows " + EventTypes.all().keySet());
    }
    Instant at;
    try {
      at = time.map(Instant::parse).orElse(null);
    } catch (DateTimeParseException e) {
      return new Invalid(
          id.get(),
          type.get(),
          payload.get(),
          null,
          List.of(
              new InvalidField(
                  where + "time",
                  "'" + time.orElse("") + "'",
                  "an ISO 8601 time in UTC such as 2026-01-31T12:00:00Z")));
    }
    try {
      Event event = EventJson.read(json, payload.get());
      return new Readable(
          new Envelope<>(
              id.get(),
              source.orElse("unknown"),
              at == null ? Instant.EPOCH : at,
              traceparent.orElse(null),
              event));
    } catch (InvalidEvent e) {
      return new Invalid(id.get(), type.get(), payload.get(), at, e.fields());
    } catch (JacksonException e) {
      return new Unreadable("no JSON: " + e.getOriginalMessage());
    }
  }
}
