/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.QuotaAdmission;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Writes what each ResourceQuota allows and what is used of it. */
public final class QuotaController implements Controller {

  private final Store store;
  private final RestStorage objects;
  private final QuotaAdmission admission;
  private final ChangedObjects changed = new ChangedObjects();

  public QuotaController(Store store, RestStorage objects) {
    this.store = store;
    this.objects = objects;
    this.admission = new QuotaAdmission(store);
  }

  @Override
  public void reconcile(Instant now) {
    Map<String, List<ObjectNode>> counted = new HashMap<>();
    changed.forEach(
        store.list(ApiResources.QUOTAS, "").items(),
        quota -> counted.computeIfAbsent(ObjectMeta.namespace(quota), admission::counted),
        now,
        (quota, _) -> writeStatus(quota));
  }

  private void writeStatus(ObjectNode quota) {
    Map<String, BigDecimal> used = admission.used(quota);
    ObjectNode next = quota.deepCopy();
    ObjectNode status = next.putObject("status");
    status.set("hard", JsonTrees.at(quota, "spec", "hard").deepCopy());
    ObjectNode counts = status.putObject("used");
    JsonTrees.texts(quota, "spec", "hard")
        .forEach(
            (name, _) ->
                counts.put(
                    name,
                    QuotaAdmission.text(
                        name, used.getOrDefault(QuotaAdmission.normal(name), BigDecimal.ZERO))));
    objects.update(
        ObjectMeta.key(ApiResources.QUOTAS, quota), "status", next, WriteOptions.INTERNAL);
  }
}
