/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.kubelet.MetricsServer;
import io.berth.simulator.rules.Objects;
import io.berth.simulator.store.ApiError;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Resources;
import io.berth.simulator.store.Store;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code metrics.k8s.io}: views that are read only. */
final class MetricsRoutes {

  private final Store store;
  private final Objects objects;
  private final MetricsServer metrics;

  MetricsRoutes(Store store, Objects objects, MetricsServer metrics) {
    this.store = store;
    this.objects = objects;
    this.metrics = metrics;
  }

  ObjectNode answer(RequestPath target, ApiRequest call) {
    boolean ofPods = target.resource() == Resources.POD_METRICS;
    if (target.isCollection()) {
      List<ObjectNode> all = ofPods ? metrics.pods(target.namespace()) : nodes();
      return ListAnswer.of(
          target.resource(), new Store.Snapshot(all, store.version()), call.selector(), 0, "");
    }
    if (ofPods) {
      return metrics
          .pod(target.namespace(), target.name())
          .orElseThrow(
              () -> ApiError.notFound(target.resource(), target.namespace() + "/" + target.name()));
    }
    objects.get(new ObjectKey(Resources.NODES, "", target.name()));
    return metrics.node(target.name());
  }

  private List<ObjectNode> nodes() {
    return store.list(Resources.NODES, "").items().stream()
        .map(n -> metrics.node(ObjectMeta.name(n)))
        .toList();
  }
}
