/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes how many pods of each disruption budget may go now. */
public final class DisruptionBudgetController implements Controller {

  private final Store store;
  private final RestStorage objects;
  private final ChangedObjects changed = new ChangedObjects();

  public DisruptionBudgetController(Store store, RestStorage objects) {
    this.store = store;
    this.objects = objects;
  }

  @Override
  public void reconcile(Instant now) {
    PodIndex pods = new PodIndex(store.list(ApiResources.PODS, "").items());
    changed.forEach(
        store.list(ApiResources.BUDGETS, "").items(),
        budget ->
            pods.selectedBy(ObjectMeta.namespace(budget), JsonTrees.at(budget, "spec", "selector")),
        now,
        this::writeStatus);
  }

  private void writeStatus(ObjectNode budget, List<ObjectNode> pods) {
    int expected = pods.size();
    int healthy =
        (int)
            pods.stream()
                .filter(p -> StatusConditions.isTrue(p, "Ready") && !ObjectMeta.isTerminating(p))
                .count();
    int desired = desired(budget.path("spec"), expected);
    ObjectNode next = budget.deepCopy();
    next.putObject("status")
        .put("currentHealthy", healthy)
        .put("desiredHealthy", desired)
        .put("expectedPods", expected)
        .put("disruptionsAllowed", Math.max(0, healthy - desired))
        .put("observedGeneration", JsonTrees.number(budget, 0, "metadata", "generation"));
    objects.update(
        ObjectMeta.key(ApiResources.BUDGETS, budget), "status", next, WriteOptions.INTERNAL);
  }

  /** Percentages are rounded up, as the real controller does. */
  static int desired(JsonNode spec, int expected) {
    String atLeast = JsonTrees.text(spec, "minAvailable");
    String atMost = JsonTrees.text(spec, "maxUnavailable");
    if (!atMost.isEmpty()) {
      return Math.max(0, expected - RollingUpdate.resolve(atMost, expected, true));
    }
    return atLeast.isEmpty() ? 1 : RollingUpdate.resolve(atLeast, expected, true);
  }
}
