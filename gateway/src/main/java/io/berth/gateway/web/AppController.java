/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.AppRef;
import io.berth.events.scaling.ScalingDecision;
import io.berth.gateway.board.AppView;
import io.berth.gateway.board.Board;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The applications, and how they were scaled. */
@RestController
final class AppController {

  private final Board board;
  private final Clock clock;

  AppController(Board board, Clock clock) {
    this.board = board;
    this.clock = clock;
  }

  @GetMapping("/api/v1/apps")
  Items<AppView> apps(
      @RequestParam(required = false) @Nullable String namespace,
      @RequestParam(required = false) @Nullable String cluster) {
    return new Items<>(
        board.apps(clock.instant()).stream()
            .filter(app -> namespace == null || namespace.equals(app.namespace()))
            .filter(app -> cluster == null || isIn(cluster, app))
            .toList());
  }

  private static boolean isIn(String cluster, AppView app) {
    return app.clusters().stream().anyMatch(place -> cluster.equals(place.cluster()));
  }

  @GetMapping("/api/v1/apps/{namespace}/{name}")
  AppView app(@PathVariable String namespace, @PathVariable String name) {
    AppRef app = new AppRef(namespace, name);
    return board
        .app(app, clock.instant())
        .orElseThrow(
            () ->
                new Refusal(
                    Problem.notFound(
                        "No cluster runs "
                            + app
                            + ". If it was just deployed, GET /api/v1/operations?app="
                            + app
                            + " shows how far it is.")));
  }

  @GetMapping("/api/v1/decisions")
  Items<ScalingDecision> decisions(
      @RequestParam(required = false) @Nullable AppRef app,
      @RequestParam(required = false) @Nullable String cluster,
      @RequestParam(defaultValue = "50") int limit) {
    return new Items<>(
        board.decisions(app, Limits.MOST).stream()
            .filter(decision -> cluster == null || cluster.equals(decision.app().cluster()))
            .limit(Limits.check(limit))
            .toList());
  }
}
