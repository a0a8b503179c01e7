/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.AppRef;
import io.berth.gateway.board.Board;
import io.berth.gateway.operations.StoryView;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of commands. */
@RestController
final class OperationController {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final long LOOK_EVERY_MILLIS = 1000;

  private final Board board;
  private final Clock clock;

  OperationController(Board board, Clock clock) {
    this.board = board;
    this.clock = clock;
  }

  @GetMapping("/api/v1/operations")
  Items<StoryView> latest(
      @RequestParam(required = false) @Nullable AppRef app,
      @RequestParam(defaultValue = "50") int limit) {
    return new Items<>(board.storyViews(app, Limits.check(limit), clock.instant()));
  }

  @GetMapping("/api/v1/operations/{commandId}")
  StoryView one(
      @PathVariable String commandId, @RequestParam(required = false) @Nullable Duration wait)
      throws InterruptedException {
    Instant until = clock.instant().plus(wait == null ? Duration.ZERO : shortened(wait));
    while (true) {
      Instant now = clock.instant();
      Optional<StoryView> story = board.storyView(commandId, now);
      long left = Duration.between(now, until).toMillis();
      if (left <= 0 || story.filter(OperationController::isOver).isPresent()) {
        return story.orElseThrow(() -> unknown(commandId));
      }
      board.awaitChange(Math.min(left, LOOK_EVERY_MILLIS));
    }
  }

  private static boolean isOver(StoryView story) {
    return story.overall().complete();
  }

  private static Duration shortened(Duration wait) {
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static Refusal unknown(String commandId) {
    return new Refusal(
        Problem.notFound(
            "No command '"
                + commandId
                + "' is known. Commands are remembered for some days; GET /api/v1/operations lists"
                + " the latest."));
  }
}
