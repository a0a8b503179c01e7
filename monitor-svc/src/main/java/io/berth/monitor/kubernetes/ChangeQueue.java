/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A queue of changed objects. An object that changes several times before it is taken is queued
 * once, so a burst of changes costs no more than the number of objects.
 */
final class ChangeQueue {

  /** Namespace and name. */
  record NamespacedName(String namespace, String name) {
    static NamespacedName of(HasMetadata object) {
      String namespace = object.getMetadata().getNamespace();
      return new NamespacedName(namespace == null ? "" : namespace, object.getMetadata().getName());
    }
  }

  private final Set<NamespacedName> pods = ConcurrentHashMap.newKeySet();
  private final Map<String, Pod> deletedPods = new ConcurrentHashMap<>();
  private final Set<NamespacedName> deployments = ConcurrentHashMap.newKeySet();
  private final Set<String> nodes = ConcurrentHashMap.newKeySet();
  private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
  private final Map<String, Event> events = new ConcurrentHashMap<>();

  void pod(Pod pod) {
    pods.add(NamespacedName.of(pod));
  }

  void pod(NamespacedName name) {
    pods.add(name);
  }

  void podDeleted(Pod pod) {
    deletedPods.put(pod.getMetadata().getUid(), pod);
  }

  void deployment(Deployment deployment) {
    deployments.add(NamespacedName.of(deployment));
  }

  void deployment(NamespacedName name) {
    deployments.add(name);
  }

  void node(Node node) {
    nodes.add(node.getMetadata().getName());
  }

  void node(String name) {
    nodes.add(name);
  }

  void namespace(Namespace namespace) {
    namespaces.add(namespace.getMetadata().getName());
  }

  void event(Event event) {
    events.put(event.getMetadata().getUid(), event);
  }

  Set<NamespacedName> takePods() {
    return take(pods);
  }

  Set<NamespacedName> takeDeployments() {
    return take(deployments);
  }

  Set<String> takeNodes() {
    return take(nodes);
  }

  Set<String> takeNamespaces() {
    return take(namespaces);
  }

  Map<String, Pod> takeDeletedPods() {
    return take(deletedPods);
  }

  Map<String, Event> takeEvents() {
    return take(events);
  }

  private static <T> Set<T> take(Set<T> from) {
    Set<T> taken = new HashSet<>();
    from.removeIf(taken::add);
    return taken;
  }

  private static <T> Map<String, T> take(Map<String, T> from) {
    Map<String, T> taken = new ConcurrentHashMap<>();
    for (String key : from.keySet()) {
      T value = from.remove(key);
      if (value != null) {
        taken.put(key, value);
      }
    }
    return taken;
  }
}
