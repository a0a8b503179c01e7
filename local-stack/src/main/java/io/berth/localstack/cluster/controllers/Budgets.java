/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.controllers;

import io.berth.localstack.cluster.rules.Objects;
import io.berth.localstack.cluster.rules.WriteOptions;
import io.berth.localstack.cluster.selector.LabelQuery;
import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resources;
import io.berth.localstack.cluster.store.Store;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes how many pods of each disruption budget may go now. */
public final class Budgets implements Controller {

  private final Store store;
  private final Objects objects;

  public Budgets(Store store, Objects objects) {
    this.store = store;
    this.objects = objects;
  }

  @Override
  public void reconcile(Instant now) {
    for (ObjectNode budget : store.list(Resources.BUDGETS, "").items()) {
      LabelQuery query = LabelQuery.of(Json.at(budget, "spec", "selector"));
      List<ObjectNode> pods =
          store.list(Resources.PODS, Meta.namespace(budget)).items().stream()
              .filter(query)
              .toList();
      int expected = pods.size();
      int healthy =
          (int)
              pods.stream()
                  .filter(p -> Conditions.isTrue(p, "Ready") && !Meta.isTerminating(p))
                  .count();
      int desired = desired(budget.path("spec"), expected);
      ObjectNode next = budget.deepCopy();
      next.putObject("status")
          .put("currentHealthy", healthy)
          .put("desiredHealthy", desired)
          .put("expectedPods", expected)
          .put("disruptionsAllowed", Math.max(0, healthy - desired))
          .put("observedGeneration", Json.number(budget, 0, "metadata", "generation"));
      objects.update(Meta.key(Resources.BUDGETS, budget), "status", next, WriteOptions.INTERNAL);
    }
  }

  /** Percentages are rounded up, as the real controller does. */
  static int desired(JsonNode spec, int expected) {
    String atLeast = Json.text(spec, "minAvailable");
    String atMost = Json.text(spec, "maxUnavailable");
    if (!atMost.isEmpty()) {
      return Math.max(0, expected - RollingUpdate.resolve(atMost, expected, true));
    }
    return atLeast.isEmpty() ? 1 : RollingUpdate.resolve(atLeast, expected, true);
  }
}
