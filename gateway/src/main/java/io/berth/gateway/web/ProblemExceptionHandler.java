/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.gateway.commands.CommandPublisher.NotConfirmedException;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Maps every exception to problem details. */
@RestControllerAdvice
final class ProblemExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemExceptionHandler.class);

  static ResponseEntity<Object> response(Problem original) {
    Problem problem = original.redacted();
    var response =
        ResponseEntity.status(problem.status())
            .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == 503) {
      response.header(HttpHeaders.RETRY_AFTER, "5");
    }
    return response.body(problem);
  }

  @ExceptionHandler
  ResponseEntity<Object> problem(ProblemException exception) {
    return response(exception.problem());
  }

  @ExceptionHandler
  ResponseEntity<Object> invalid(InvalidEventException invalid) {
    return response(Problem.invalidFields(invalid.fields()));
  }

  @ExceptionHandler
  ResponseEntity<Object> unconfirmed(NotConfirmedException e) {
    return response(
        Problem.unavailable(
            "Kafka did not confirm the change in time, so it is not known to be safe. Look what is"
                + " in force and try again. ("
                + e.getMessage()
                + ")"));
  }

  @ExceptionHandler
  ResponseEntity<Object> mismatch(MethodArgumentTypeMismatchException e) {
    if (e.getRequiredType() == Duration.class
        && e.getRootCause() instanceof InvalidEventException invalid) {
      return response(
          Problem.invalidFields(
              invalid.fields().stream().map(fault -> fault.within(e.getName())).toList()));
    }
    String found = "'" + e.getValue() + "'";
    return response(
        Problem.invalidFields(
            List.of(new InvalidField(e.getName(), found, wanted(e.getRequiredType())))));
  }

  private static String wanted(@Nullable Class<?> type) {
    return switch (type == null ? "" : type.getSimpleName()) {
      case "int", "long" -> "a whole number";
      case "AppRef" -> "namespace/name, such as shop/cart";
      default -> "another value";
    };
  }

  @ExceptionHandler
  ResponseEntity<Object> notFound(NoResourceFoundException e) {
    return response(
        Problem.notFound(
            "Nothing is at /"
                + e.getResourcePath()
                + "; /api/v1/openapi.json lists what there is."));
  }

  /** The client has disconnected; nobody reads a response. */
  @ExceptionHandler
  void clientDisconnected(AsyncRequestNotUsableException e) {
    LOG.debug("Client disconnected: {}", e.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<Object> unexpected(Exception e) throws Exception {
    if (e instanceof ErrorResponse known) {
      HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
      String detail = known.getBody().getDetail();
      return ResponseEntity.status(status)
          .headers(known.getHeaders())
          .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
          .body(
              Problem.of(
                  status.value(),
                  status.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  status.getReasonPhrase(),
                  detail == null ? status.getReasonPhrase() : detail));
    }
    if (e instanceof IOException) {
      LOG.debug("Client disconnected: {}", e.toString());
      throw e;
    }
    String id = UUID.randomUUID().toString().substring(0, 8);
    LOG.error("Unexpected failure {}", id, e);
    return response(
        Problem.of(
            500,
            "internal",
            "The gateway failed",
            "This is a fault of the gateway. Its log has it as 'Unexpected failure " + id + "'."));
  }
}
