/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.AppRef;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.document.Characters;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.EventJson;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A command with invalid fields: the readable part of it, so that its sender gets an answer.
 *
 * @param invalid what is wrong
 * @param body its JSON, possibly missing
 */
record InvalidCommand(DeserializationResult.Invalid invalid, JsonNode body) {

  /** Stands in for an invalid name; the violation quotes the original. */
  private static final String UNNAMED = "unnamed";

  static InvalidCommand of(byte[] value, DeserializationResult.Invalid invalid) {
    return new InvalidCommand(invalid, body(value));
  }

  private static JsonNode body(byte[] value) {
    try {
      JsonNode root = EventJson.mapper().readTree(value);
      return root.has("data") ? root.path("data") : root;
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /** Where a name cannot be that of a cluster, every cluster answers. */
  boolean targets(String cluster) {
    JsonNode clusters = body.path("meta").path("clusters");
    if (!clusters.isArray() || clusters.isEmpty()) {
      return true;
    }
    return clusters
        .valueStream()
        .anyMatch(name -> !isLabel(name) || cluster.equals(name.asString()));
  }

  /** From its key; from its fields where the key names no application. */
  AppRef app(byte @Nullable [] key) {
    try {
      if (key != null) {
        return AppRef.parse(new String(key, UTF_8));
      }
    } catch (InvalidEventException e) {
      // The fields are read below.
    }
    JsonNode app = body.path("app");
    return new AppRef(
        label(app.has("namespace") ? app.path("namespace") : body.path("namespace")),
        label(app.has("name") ? app.path("name") : body.path("namespace")));
  }

  private static String label(JsonNode name) {
    return isLabel(name) ? name.asString() : UNNAMED;
  }

  private static boolean isLabel(JsonNode name) {
    try {
      return name.isString() && new AppRef(UNNAMED, name.asString()).name().equals(name.asString());
    } catch (InvalidEventException e) {
      return false;
    }
  }

  Rejected rejected(String cluster, AppRef app, Instant at) {
    JsonNode by = body.path("meta").path("requestedBy");
    return new Rejected(
        new OperationRef(
            invalid.id(), verb(), app, cluster, isName(by) ? by.asString() : "unknown", at),
        invalid.fields().stream()
            .map(
                field ->
                    new Violation(
                        "valid-command",
                        1,
                        field.field(),
                        field.found(),
                        field.wanted(),
                        help(field)))
            .toList());
  }

  /** Whether the name can be repeated as the requester's. */
  private static boolean isName(JsonNode by) {
    return by.isString()
        && !by.asString().isBlank()
        && by.asString().length() <= 200
        && Characters.inLine(by.asString()) == null;
  }

  private static String help(InvalidField field) {
    return field.line() == null
        ? "Correct the field and send the command again."
        : "Correct the field in line %d, column %d and send the command again."
            .formatted(field.line(), field.column());
  }

  /** {@code berth.command.deploy.v1} → {@code deploy}. */
  private String verb() {
    String[] parts = invalid.type().split("\\.");
    return parts.length >= 3 ? parts[2] : invalid.type();
  }
}
