/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.web;

import io.berth.logpipeline.deadletters.DeadLetterStore;
import io.berth.logpipeline.deadletters.DeadLetterView;
import io.berth.logpipeline.deadletters.ReplayResult;
import io.berth.logpipeline.search.InvalidQueryException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** HTTP API for listing and replaying dead letters. */
@RestController
@RequestMapping("/api/v1/logs/dead-letters")
public final class DeadLettersController {

  /** A page. */
  record DeadLetterPage(List<DeadLetterView> items) {}

  private final DeadLetterStore deadLetters;

  public DeadLettersController(DeadLetterStore deadLetters) {
    this.deadLetters = deadLetters;
  }

  @GetMapping
  DeadLetterPage newest(@RequestParam(defaultValue = "50") String limit) {
    return new DeadLetterPage(deadLetters.newest(number(limit, 1_000)));
  }

  @PostMapping("/replay")
  ReplayResult replay(@RequestParam(defaultValue = "1000") String limit) {
    return deadLetters.replay(number(limit, 10_000));
  }

  private static int number(String limit, int most) {
    try {
      int number = Integer.parseInt(limit);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As wrong as one out of range.
    }
    throw new InvalidQueryException("limit", limit, "1 to " + most);
  }
}
