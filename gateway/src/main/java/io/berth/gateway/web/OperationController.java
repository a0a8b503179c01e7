/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.AppRef;
import io.berth.events.Check;
import io.berth.gateway.operations.CommandStatusView;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import io.berth.gateway.view.MaterializedView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The status of commands. */
@RestController
@ReadsView
final class OperationController {

  private static final Duration MAX_WAIT = Duration.ofSeconds(60);
  private static final long CHECK_INTERVAL_MILLIS = 1000;

  private final MaterializedView view;
  private final Clock clock;

  OperationController(MaterializedView view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  @GetMapping("/api/v1/operations")
  ItemList<CommandStatusView> latest(
      @RequestParam(required = false) @Nullable AppRef app,
      @RequestParam(defaultValue = "50") int limit) {
    return new ItemList<>(view.statusViews(app, PageLimit.check(limit), clock.instant()));
  }

  @GetMapping("/api/v1/operations/{commandId}")
  CommandStatusView one(
      @PathVariable String commandId, @RequestParam(required = false) @Nullable Duration wait)
      throws InterruptedException {
    Duration longest = wait == null ? Duration.ZERO : wait;
    Check.that().between("wait", longest, Duration.ZERO, MAX_WAIT).orThrow();
    Instant until = clock.instant().plus(longest);
    while (true) {
      Instant now = clock.instant();
      Optional<CommandStatusView> status = view.statusView(commandId, now);
      long left = Duration.between(now, until).toMillis();
      if (left <= 0 || status.filter(OperationController::isComplete).isPresent()) {
        return status.orElseThrow(() -> unknown(commandId));
      }
      view.awaitChange(Math.min(left, CHECK_INTERVAL_MILLIS));
    }
  }

  private static boolean isComplete(CommandStatusView status) {
    return status.overall().complete();
  }

  private static ProblemException unknown(String commandId) {
    return new ProblemException(
        Problem.notFound(
            "No command '"
                + commandId
                + "' is known. Commands are remembered for some days; GET /api/v1/operations lists"
                + " the latest."));
  }
}
