/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.api;

import io.berth.localstack.cluster.kubelet.Metrics;
import io.berth.localstack.cluster.rules.Objects;
import io.berth.localstack.cluster.store.ApiError;
import io.berth.localstack.cluster.store.Key;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resources;
import io.berth.localstack.cluster.store.Store;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code metrics.k8s.io}: views that are read only. */
final class MetricsRoutes {

  private final Store store;
  private final Objects objects;
  private final Metrics metrics;

  MetricsRoutes(Store store, Objects objects, Metrics metrics) {
    this.store = store;
    this.objects = objects;
    this.metrics = metrics;
  }

  ObjectNode answer(Target target, Call call) {
    boolean ofPods = target.resource() == Resources.POD_METRICS;
    if (target.isCollection()) {
      List<ObjectNode> all = ofPods ? metrics.pods(target.namespace()) : nodes();
      return Lists.of(
          target.resource(), new Store.Snapshot(all, store.version()), call.selector(), 0, "");
    }
    if (ofPods) {
      return metrics
          .pod(target.namespace(), target.name())
          .orElseThrow(
              () -> ApiError.notFound(target.resource(), target.namespace() + "/" + target.name()));
    }
    objects.get(new Key(Resources.NODES, "", target.name()));
    return metrics.node(target.name());
  }

  private List<ObjectNode> nodes() {
    return store.list(Resources.NODES, "").items().stream()
        .map(n -> metrics.node(Meta.name(n)))
        .toList();
  }
}
