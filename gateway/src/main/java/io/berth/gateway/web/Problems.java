/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.InvalidEvent;
import io.berth.events.InvalidField;
import io.berth.gateway.commands.CommandLog.NotConfirmed;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import java.io.IOException;
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

/** Every error becomes problem details. */
@RestControllerAdvice
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  static ResponseEntity<Object> answer(Problem problem) {
    var answer =
        ResponseEntity.status(problem.status())
            .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == 503) {
      answer.header(HttpHeaders.RETRY_AFTER, "5");
    }
    return answer.body(problem);
  }

  @ExceptionHandler
  ResponseEntity<Object> refused(Refusal refusal) {
    return answer(refusal.problem());
  }

  @ExceptionHandler
  ResponseEntity<Object> invalid(InvalidEvent invalid) {
    return answer(Problem.faulty(invalid.fields()));
  }

  @ExceptionHandler
  ResponseEntity<Object> unconfirmed(NotConfirmed e) {
    return answer(
        Problem.unavailable(
            "Kafka did not confirm the change in time, so it is not known to be safe. Look what is"
                + " in force and try again. ("
                + e.getMessage()
                + ")"));
  }

  @ExceptionHandler
  ResponseEntity<Object> mismatch(MethodArgumentTypeMismatchException e) {
    String found = "'" + e.getValue() + "'";
    return answer(
        Problem.faulty(List.of(new InvalidField(e.getName(), found, wanted(e.getRequiredType())))));
  }

  private static String wanted(@Nullable Class<?> type) {
    return switch (type == null ? "" : type.getSimpleName()) {
      case "int", "long" -> "a whole number";
      case "Duration" -> "a duration such as 30s";
      case "AppRef" -> "namespace/name, such as shop/cart";
      default -> "another value";
    };
  }

  @ExceptionHandler
  ResponseEntity<Object> nowhere(NoResourceFoundException e) {
    return answer(
        Problem.notFound(
            "Nothing is at /"
                + e.getResourcePath()
                + "; /api/v1/openapi.json lists what there is."));
  }

  /** Whoever asked has gone; there is nobody to tell. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException e) {
    LOG.debug("the client has gone: {}", e.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<Object> other(Exception e) throws Exception {
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
      LOG.debug("the client has gone: {}", e.toString());
      throw e;
    }
    String id = UUID.randomUUID().toString().substring(0, 8);
    LOG.error("unexpected failure {}", id, e);
    return answer(
        Problem.of(
            500,
            "internal",
            "The gateway failed",
            "This is a fault of the gateway. Its log has it as 'unexpected failure " + id + "'."));
  }
}
