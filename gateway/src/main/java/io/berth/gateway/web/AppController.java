/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.AppRef;
import io.berth.events.scaling.ScalingDecision;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import io.berth.gateway.view.AppView;
import io.berth.gateway.view.MaterializedView;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Applications and their scaling decisions. */
@RestController
@ReadsView
final class AppController {

  private final MaterializedView view;
  private final Clock clock;

  AppController(MaterializedView view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  @GetMapping("/api/v1/apps")
  ItemList<AppView> apps(
      @RequestParam(required = false) @Nullable String namespace,
      @RequestParam(required = false) @Nullable String cluster) {
    return new ItemList<>(
        view.apps(clock.instant()).stream()
            .filter(app -> namespace == null || namespace.equals(app.namespace()))
            .filter(app -> cluster == null || isIn(cluster, app))
            .toList());
  }

  private static boolean isIn(String cluster, AppView app) {
    return app.clusters().stream().anyMatch(state -> cluster.equals(state.cluster()));
  }

  @GetMapping("/api/v1/apps/{namespace}/{name}")
  AppView app(@PathVariable String namespace, @PathVariable String name) {
    AppRef app = new AppRef(namespace, name);
    return view.app(app, clock.instant())
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.notFound(
                        "No cluster runs "
                            + app
                            + ". If it was just deployed, GET /api/v1/operations?app="
                            + app
                            + " shows how far it is.")));
  }

  @GetMapping("/api/v1/decisions")
  ItemList<ScalingDecision> decisions(
      @RequestParam(required = false) @Nullable AppRef app,
      @RequestParam(required = false) @Nullable String cluster,
      @RequestParam(defaultValue = "50") int limit) {
    return new ItemList<>(
        view.decisions(app, PageLimit.MAX).stream()
            .filter(decision -> cluster == null || cluster.equals(decision.app().cluster()))
            .limit(PageLimit.check(limit))
            .toList());
  }
}
