/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster that has just these objects. */
record FakeClusterView(List<HasMetadata> objects) implements ClusterView {

  static FakeClusterView of(HasMetadata... objects) {
    return new FakeClusterView(Arrays.asList(objects));
  }

  @Override
  public Collection<Pod> pods() {
    return all(Pod.class);
  }

  @Override
  public Collection<Deployment> deployments() {
    return all(Deployment.class);
  }

  @Override
  public Collection<Node> nodes() {
    return all(Node.class);
  }

  @Override
  public Collection<Event> events() {
    return all(Event.class);
  }

  @Override
  public @Nullable Pod pod(String namespace, String name) {
    return one(Pod.class, namespace, name);
  }

  @Override
  public @Nullable Deployment deployment(String namespace, String name) {
    return one(Deployment.class, namespace, name);
  }

  @Override
  public @Nullable ReplicaSet replicaSet(String namespace, String name) {
    return one(ReplicaSet.class, namespace, name);
  }

  @Override
  public @Nullable Node node(String name) {
    return one(Node.class, null, name);
  }

  @Override
  public @Nullable Namespace namespace(String name) {
    return one(Namespace.class, null, name);
  }

  private <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private <T extends HasMetadata> @Nullable T one(
      Class<T> type, @Nullable String namespace, String name) {
    return all(type).stream()
        .filter(object -> name.equals(object.getMetadata().getName()))
        .filter(
            object -> namespace == null || namespace.equals(object.getMetadata().getNamespace()))
        .findFirst()
        .orElse(null);
  }
}
