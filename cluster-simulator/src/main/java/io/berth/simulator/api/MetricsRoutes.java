/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.kubelet.MetricsServer;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code metrics.k8s.io}: views that are read only. */
final class MetricsRoutes {

  private final Store store;
  private final RestStorage objects;
  private final MetricsServer metrics;

  MetricsRoutes(Store store, RestStorage objects, MetricsServer metrics) {
    this.store = store;
    this.objects = objects;
    this.metrics = metrics;
  }

  ObjectNode answer(RequestPath target, ApiRequest call) {
    boolean ofPods = target.resource() == ApiResources.POD_METRICS;
    if (target.isCollection()) {
      List<ObjectNode> all = ofPods ? metrics.pods(target.namespace()) : nodes();
      return ListResponse.of(
          target.resource(), new Store.Snapshot(all, store.version()), call.selector(), 0, "");
    }
    if (ofPods) {
      return metrics
          .pod(target.namespace(), target.name())
          .orElseThrow(
              () ->
                  ApiException.notFound(
                      target.resource(), target.namespace() + "/" + target.name()));
    }
    objects.get(new ObjectKey(ApiResources.NODES, "", target.name()));
    return metrics.node(target.name());
  }

  private List<ObjectNode> nodes() {
    return store.list(ApiResources.NODES, "").items().stream()
        .map(n -> metrics.node(ObjectMeta.name(n)))
        .toList();
  }
}
