/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.AppRef;
import io.berth.events.InvalidEvent;
import io.berth.events.kafka.EventJson;
import io.berth.events.kafka.Received;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A command whose fields are wrong: as much of it as can be read, so that its sender gets an
 * answer.
 *
 * @param invalid what is wrong
 * @param body its JSON, possibly missing
 */
record InvalidCommand(Received.Invalid invalid, JsonNode body) {

  /** In the place of a name that nothing could be called by; what it was is told in the fault. */
  private static final String UNNAMED = "unnamed";

  static InvalidCommand of(byte[] value, Received.Invalid invalid) {
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

  /** Where a name is none that a cluster could have, every cluster answers: who else would? */
  boolean targets(String cluster) {
    JsonNode clusters = body.path("meta").path("clusters");
    if (!clusters.isArray() || clusters.isEmpty()) {
      return true;
    }
    return clusters
        .valueStream()
        .anyMatch(name -> !isLabel(name) || cluster.equals(name.asString()));
  }

  /** By its key; by its own words where that is no application's. */
  AppRef app(byte @Nullable [] key) {
    try {
      if (key != null) {
        return AppRef.parse(new String(key, UTF_8));
      }
    } catch (InvalidEvent e) {
      // Its own words are looked at below.
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
    } catch (InvalidEvent e) {
      return false;
    }
  }

  Rejected rejected(String cluster, AppRef app, Instant at) {
    JsonNode by = body.path("meta").path("requestedBy");
    return new Rejected(
        new OperationRef(
            invalid.id(),
            verb(),
            app,
            cluster,
            by.isString() && !by.asString().isBlank() && by.asString().length() <= 200
                ? by.asString()
                : "unknown",
            at),
        invalid.fields().stream()
            .map(
                field ->
                    new Violation(
                        "valid-command",
                        1,
                        field.field(),
                        field.found(),
                        field.wanted(),
                        "Correct the field and send the command again."))
            .toList());
  }

  /** {@code berth.command.deploy.v1} → {@code deploy}. */
  private String verb() {
    String[] parts = invalid.type().split("\\.");
    return parts.length >= 3 ? parts[2] : invalid.type();
  }
}
