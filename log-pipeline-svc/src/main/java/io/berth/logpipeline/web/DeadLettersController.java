/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.web;

import io.berth.logpipeline.deadletters.DeadLetterBox;
import io.berth.logpipeline.deadletters.DeadLetterView;
import io.berth.logpipeline.deadletters.Replayed;
import io.berth.logpipeline.search.InvalidQuery;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What could not be processed, and another try. */
@RestController
@RequestMapping("/api/v1/logs/dead-letters")
public final class DeadLettersController {

  /** A page. */
  record Items(List<DeadLetterView> items) {}

  private final DeadLetterBox box;

  public DeadLettersController(DeadLetterBox box) {
    this.box = box;
  }

  @GetMapping
  Items newest(@RequestParam(defaultValue = "50") String limit) {
    return new Items(box.newest(number(limit, 1_000)));
  }

  @PostMapping("/replay")
  Replayed replay(@RequestParam(defaultValue = "1000") String limit) {
    return box.replay(number(limit, 10_000));
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
    throw new InvalidQuery("limit", limit, "1 to " + most);
  }
}
