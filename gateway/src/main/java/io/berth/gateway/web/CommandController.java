/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.InvalidField;
import io.berth.gateway.commands.CommandParser;
import io.berth.gateway.commands.CommandService;
import io.berth.gateway.commands.CommandService.SubmissionResult;
import io.berth.gateway.commands.CommandService.SubmissionResult.IdempotencyKeyReused;
import io.berth.gateway.commands.CommandService.SubmissionResult.InvalidSubmission;
import io.berth.gateway.commands.CommandService.SubmissionResult.Submitted;
import io.berth.gateway.commands.CommandService.SubmissionResult.Unconfirmed;
import io.berth.gateway.documents.DocumentReader;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
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

/** Submits commands. */
@RestController
final class CommandController {

  /** The form of an id: it is used in headers, paths and annotations. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

  private final CommandService service;
  private final DocumentReader documents;

  CommandController(CommandService service, DocumentReader documents) {
    this.service = service;
    this.documents = documents;
  }

  /**
   * A command was submitted.
   *
   * @param commandId its id
   * @param links to its operation and events
   */
  record SubmissionResponse(String commandId, Map<String, String> links) {}

  @PostMapping("/api/v1/commands/{verb}")
  ResponseEntity<Object> submit(
      @PathVariable String verb,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request,
      Authentication caller)
      throws IOException {
    var payload =
        CommandParser.payloadOf(verb)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound(
                            "There is no command '"
                                + verb
                                + "'; there are "
                                + CommandParser.verbs()
                                + ".")));
    String id = id(key);
    SubmissionResult result =
        service.submit(
            payload,
            documents.read(
                request.getInputStream(), request.getContentLengthLong(), request.getContentType()),
            Callers.of(caller),
            id);
    return response(result);
  }

  private static String id(@Nullable String key) {
    if (key == null) {
      return UUID.randomUUID().toString();
    }
    if (!ID.matcher(key).matches()) {
      throw new ProblemException(
          Problem.invalidFields(
              List.of(
                  new InvalidField(
                      "Idempotency-Key",
                      "'" + key + "'",
                      "1 to 100 letters, digits and . _ : - such as a UUID"))));
    }
    return key;
  }

  private static ResponseEntity<Object> response(SubmissionResult result) {
    return switch (result) {
      case Submitted(String id, boolean repeated) -> {
        URI operation = URI.create("/api/v1/operations/" + id);
        yield ResponseEntity.accepted()
            .location(operation)
            .header("Idempotency-Replayed", Boolean.toString(repeated))
            .body(
                new SubmissionResponse(
                    id,
                    Map.of(
                        "operation",
                        operation.toString(),
                        "wait",
                        operation + "?wait=30s",
                        "events",
                        "/api/v1/events")));
      }
      case InvalidSubmission(List<InvalidField> faults) ->
          ProblemExceptionHandler.response(Problem.invalidFields(faults));
      case IdempotencyKeyReused(String id) ->
          ProblemExceptionHandler.response(
              Problem.of(
                      422,
                      "idempotency-key-reused",
                      "Another command has this id",
                      "A different command was sent with this Idempotency-Key before. Send this"
                          + " one with a new key, or without one.")
                  .withCommand(id));
      case Unconfirmed(String id, String reason) ->
          ResponseEntity.status(503)
              .header(HttpHeaders.RETRY_AFTER, "5")
              .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
              .body(
                  Problem.unavailable(
                          "Kafka did not confirm the command in time, so it is not known to be"
                              + " safe. Send it again with the header 'Idempotency-Key: "
                              + id
                              + "': that is safe even if it did arrive. ("
                              + reason
                              + ")")
                      .withCommand(id));
    };
  }
}
