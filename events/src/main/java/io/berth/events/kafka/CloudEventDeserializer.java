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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
    return structured ? structured(data) : read(binary(headers), data);
  }

  private static Attributes binary(Headers headers) {
    return new Attributes(
        "header ce_",
        name ->
            CloudEventHeaders.text(
                headers, name.equals(CloudEventHeaders.TRACEPARENT) ? name : "ce_" + name));
  }

  private static Received structured(byte[] data) {
    try {
      JsonNode event = EventJson.mapper().readTree(data);
      byte[] payload = payload(event);
      return payload == null
          ? new Unreadable("a structured CloudEvent without 'data'; wanted the payload there")
          : read(
              new Attributes(
                  "attribute ",
                  name ->
                      Optional.ofNullable(event.get(name))
                          .filter(JsonNode::isString)
                          .map(JsonNode::asString)),
              payload);
    } catch (JacksonException e) {
      return new Unreadable("no JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      return new Unreadable("'data_base64' is no Base64: " + e.getMessage());
    }
  }

  private static byte @Nullable [] payload(JsonNode event) {
    JsonNode base64 = event.get("data_base64");
    if (base64 != null && base64.isString()) {
      return Base64.getDecoder().decode(base64.asString());
    }
    JsonNode payload = event.get("data");
    return payload == null ? null : payload.toString().getBytes(UTF_8);
  }

  private static Received read(Attributes attributes, byte[] json) {
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
    if (json.length == 0) {
      return new Unreadable("an empty value; wanted the JSON of a " + type);
    }
    return EventTypes.classOf(type)
        .map(payload -> read(attributes, id, payload, json))
        .orElseGet(
            () ->
                new Unreadable(
                    where + "type is '" + type + "'; wanted one of " + EventTypes.all().keySet()));
  }

  private static Received read(
      Attributes attributes, String id, Class<? extends Event> payload, byte[] json) {
    List<InvalidField> faults = new ArrayList<>();
    Instant time = time(attributes, faults);
    try {
      Event event = EventJson.read(json, payload);
      if (faults.isEmpty()) {
        return new Readable(
            new Envelope<>(
                id,
                attributes.get("source").orElse("unknown"),
                time == null ? Instant.EPOCH : time,
                attributes.get(CloudEventHeaders.TRACEPARENT).orElse(null),
                event));
      }
    } catch (InvalidEvent e) {
      faults.addAll(e.fields());
    } catch (JacksonException e) {
      return new Unreadable("no JSON: " + e.getOriginalMessage());
    }
    return new Invalid(id, EventTypes.nameOf(payload), payload, time, List.copyOf(faults));
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
