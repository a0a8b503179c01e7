/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.InvalidField;
import io.berth.gateway.commands.CommandDesk;
import io.berth.gateway.commands.CommandDraft;
import io.berth.gateway.commands.Receipt;
import io.berth.gateway.commands.Receipt.Faulty;
import io.berth.gateway.commands.Receipt.IdTaken;
import io.berth.gateway.commands.Receipt.Taken;
import io.berth.gateway.commands.Receipt.Unconfirmed;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Commands come in here. */
@RestController
final class CommandController {

  /** What an id may look like: it goes into headers, paths and annotations. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

  private final CommandDesk desk;
  private final Bodies bodies;

  CommandController(CommandDesk desk, Bodies bodies) {
    this.desk = desk;
    this.bodies = bodies;
  }

  /**
   * A command was taken.
   *
   * @param commandId its id
   * @param links where to look next
   */
  record Taking(String commandId, Map<String, String> links) {}

  @PostMapping("/api/v1/commands/{verb}")
  ResponseEntity<Object> take(
      @PathVariable String verb,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request,
      Authentication caller)
      throws IOException {
    var payload =
        CommandDraft.payloadOf(verb)
            .orElseThrow(
                () ->
                    new Refusal(
                        Problem.notFound(
                            "There is no command '"
                                + verb
                                + "'; there are "
                                + CommandDraft.verbs()
                                + ".")));
    String id = id(key);
    Receipt receipt = desk.take(payload, bodies.read(request), Callers.of(caller), id);
    return answer(receipt);
  }

  private static String id(@Nullable String key) {
    if (key == null) {
      return UUID.randomUUID().toString();
    }
    if (!ID.matcher(key).matches()) {
      throw new Refusal(
          Problem.faulty(
              List.of(
                  new InvalidField(
                      "Idempotency-Key",
                      "'" + key + "'",
                      "1 to 100 letters, digits and . _ : - such as a UUID"))));
    }
    return key;
  }

  private static ResponseEntity<Object> answer(Receipt receipt) {
    return switch (receipt) {
      case Taken(String id, boolean again) -> {
        URI operation = URI.create("/api/v1/operations/" + id);
        yield ResponseEntity.accepted()
            .location(operation)
            .header("Idempotency-Replayed", Boolean.toString(again))
            .body(
                new Taking(
                    id,
                    Map.of(
                        "operation",
                        operation.toString(),
                        "wait",
                        operation + "?wait=30s",
                        "events",
                        "/api/v1/events")));
      }
      case Faulty(List<InvalidField> faults) -> Problems.answer(Problem.faulty(faults));
      case IdTaken(String id) ->
          Problems.answer(
              Problem.of(
                      422,
                      "idempotency-key-reused",
                      "Another command has this id",
                      "A different command was sent with this Idempotency-Key before. Send this"
                          + " one with a new key, or without one.")
                  .about(id));
      case Unconfirmed(String id, String why) ->
          ResponseEntity.status(503)
              .header(HttpHeaders.RETRY_AFTER, "5")
              .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
              .body(
                  Problem.unavailable(
                          "Kafka did not confirm the command in time, so it is not known to be"
                              + " safe. Send it again with the header 'Idempotency-Key: "
                              + id
                              + "': that is safe even if it did arrive. ("
                              + why
                              + ")")
                      .about(id));
    };
  }
}
