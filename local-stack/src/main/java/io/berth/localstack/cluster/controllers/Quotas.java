/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.controllers;

import io.berth.localstack.cluster.rules.Objects;
import io.berth.localstack.cluster.rules.QuotaAdmission;
import io.berth.localstack.cluster.rules.WriteOptions;
import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resources;
import io.berth.localstack.cluster.store.Store;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Writes what each ResourceQuota allows and what is used of it. */
public final class Quotas implements Controller {

  private final Store store;
  private final Objects objects;
  private final QuotaAdmission admission;

  public Quotas(Store store, Objects objects) {
    this.store = store;
    this.objects = objects;
    this.admission = new QuotaAdmission(store);
  }

  @Override
  public void reconcile(Instant now) {
    for (ObjectNode quota : store.list(Resources.QUOTAS, "").items()) {
      Map<String, BigDecimal> used = admission.used(Meta.namespace(quota));
      ObjectNode next = quota.deepCopy();
      ObjectNode status = next.putObject("status");
      status.set("hard", Json.at(quota, "spec", "hard").deepCopy());
      ObjectNode counted = status.putObject("used");
      Json.texts(quota, "spec", "hard")
          .forEach(
              (name, _) ->
                  counted.put(
                      name,
                      QuotaAdmission.text(
                          name, used.getOrDefault(QuotaAdmission.normal(name), BigDecimal.ZERO))));
      objects.update(Meta.key(Resources.QUOTAS, quota), "status", next, WriteOptions.INTERNAL);
    }
  }
}
