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
 * What changed since it was last asked. An object that changes ten times in between is there once,
 * so a storm of changes costs no more than the objects that it is about.
 */
final class Changes {

  /** Namespace and name. */
  record Name(String namespace, String name) {
    static Name of(HasMetadata object) {
      String namespace = object.getMetadata().getNamespace();
      return new Name(namespace == null ? "" : namespace, object.getMetadata().getName());
    }
  }

  private final Set<Name> pods = ConcurrentHashMap.newKeySet();
  private final Map<String, Pod> gonePods = new ConcurrentHashMap<>();
  private final Set<Name> deployments = ConcurrentHashMap.newKeySet();
  private final Set<String> nodes = ConcurrentHashMap.newKeySet();
  private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
  private final Map<String, Event> events = new ConcurrentHashMap<>();

  void pod(Pod pod) {
    pods.add(Name.of(pod));
  }

  void pod(Name name) {
    pods.add(name);
  }

  void podGone(Pod pod) {
    gonePods.put(pod.getMetadata().getUid(), pod);
  }

  void deployment(Deployment deployment) {
    deployments.add(Name.of(deployment));
  }

  void deployment(Name name) {
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

  Set<Name> takePods() {
    return take(pods);
  }

  Set<Name> takeDeployments() {
    return take(deployments);
  }

  Set<String> takeNodes() {
    return take(nodes);
  }

  Set<String> takeNamespaces() {
    return take(namespaces);
  }

  Map<String, Pod> takeGonePods() {
    return take(gonePods);
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
