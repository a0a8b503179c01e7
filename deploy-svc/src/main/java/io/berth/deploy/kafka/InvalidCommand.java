/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.AppRef;
import io.berth.events.InvalidField;
import io.berth.events.command.PartialCommand;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a command with invalid fields.
 *
 * @param id its id
 * @param fields what is wrong
 * @param command what is known of it
 */
record InvalidCommand(String id, List<InvalidField> fields, PartialCommand command) {

  /** Of a record whose type is that of a command. */
  static InvalidCommand of(DeserializationResult.Invalid invalid) {
    return new InvalidCommand(
        invalid.id(), invalid.fields(), Objects.requireNonNull(invalid.command()));
  }

  boolean targets(String cluster) {
    return command.targets(cluster);
  }

  /** From its key; from its fields where the key names no application. */
  AppRef app(byte @Nullable [] key) {
    return command.subject(key == null ? null : new String(key, UTF_8));
  }

  Rejected rejected(String cluster, AppRef app, Instant at) {
    String by = command.requestedBy();
    return new Rejected(
        new OperationRef(id, command.verb(), app, cluster, by == null ? "unknown" : by, at),
        fields.stream()
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

  private static String help(InvalidField field) {
    return field.line() == null
        ? "Correct the field and send the command again."
        : "Correct the field in line %d, column %d and send the command again."
            .formatted(field.line(), field.column());
  }
}
