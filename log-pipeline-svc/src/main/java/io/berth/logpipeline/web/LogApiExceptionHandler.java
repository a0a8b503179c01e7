/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.web;

import io.berth.logpipeline.deadletters.DeadLetterStore;
import io.berth.logpipeline.search.InvalidQueryException;
import io.berth.logpipeline.search.LogSearch.LogsUnavailableException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Maps exceptions to RFC 9457 problem details. */
@RestControllerAdvice
public final class LogApiExceptionHandler {

  @ExceptionHandler
  ProblemDetail invalid(InvalidQueryException e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    problem.setTitle("Invalid parameter");
    problem.setProperty("parameter", e.parameter());
    problem.setProperty("found", e.found());
    problem.setProperty("wanted", e.wanted());
    return problem;
  }

  @ExceptionHandler
  ProblemDetail unavailable(LogsUnavailableException e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    problem.setTitle("Logs cannot be searched");
    return problem;
  }

  @ExceptionHandler
  ProblemDetail unavailable(DeadLetterStore.DeadLettersUnavailableException e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    problem.setTitle("Dead letters cannot be read");
    return problem;
  }
}
