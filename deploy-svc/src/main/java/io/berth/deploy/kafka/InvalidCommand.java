/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.events.AppRef;
import io.berth.events.kafka.EventJson;
import io.berth.events.kafka.Received;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A command whose fields are wrong: as much of it as can be read, so that its sender gets an
 * answer.
 *
 * @param invalid what is wrong
 * @param meta its {@code meta}, possibly missing
 */
record InvalidCommand(Received.Invalid invalid, JsonNode meta) {

  static InvalidCommand of(byte[] value, Received.Invalid invalid) {
    return new InvalidCommand(invalid, meta(value));
  }

  private static JsonNode meta(byte[] value) {
    try {
      JsonNode root = EventJson.mapper().readTree(value);
      return root.has("data") ? root.path("data").path("meta") : root.path("meta");
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  boolean targets(String cluster) {
    JsonNode clusters = meta.path("clusters");
    if (!clusters.isArray() || clusters.isEmpty()) {
      return true;
    }
    return clusters
        .valueStream()
        .anyMatch(name -> name.isString() && cluster.equals(name.asString()));
  }

  Rejected rejected(String cluster, AppRef app, Instant at) {
    JsonNode by = meta.path("requestedBy");
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
