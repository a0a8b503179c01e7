/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.web;

import io.berth.logpipeline.deadletters.DeadLetterBox;
import io.berth.logpipeline.search.InvalidQuery;
import io.berth.logpipeline.search.Logs.LogsUnavailable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers as RFC 9457 problem details. */
@RestControllerAdvice
public final class Problems {

  @ExceptionHandler
  ProblemDetail invalid(InvalidQuery e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    problem.setTitle("Invalid parameter");
    problem.setProperty("parameter", e.parameter());
    problem.setProperty("found", e.found());
    problem.setProperty("wanted", e.wanted());
    return problem;
  }

  @ExceptionHandler
  ProblemDetail unavailable(LogsUnavailable e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    problem.setTitle("Logs cannot be searched");
    return problem;
  }

  @ExceptionHandler
  ProblemDetail unavailable(DeadLetterBox.Unavailable e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    problem.setTitle("Dead letters cannot be read");
    return problem;
  }
}
