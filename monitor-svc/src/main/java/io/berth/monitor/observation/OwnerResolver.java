/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Resolves owners by the owner references Pod → ReplicaSet → Deployment, never by labels. */
public final class OwnerResolver {

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private final String cluster;
  private final ClusterView view;

  public OwnerResolver(String cluster, ClusterView view) {
    this.cluster = cluster;
    this.view = view;
  }

  /** The outermost owner; the pod itself where it has none. */
  public Subject of(Pod pod) {
    String namespace = pod.getMetadata().getNamespace();
    OwnerReference owner = controller(pod);
    if (owner == null) {
      return new Subject(cluster, namespace, "Pod", pod.getMetadata().getName());
    }
    if (!"ReplicaSet".equals(owner.getKind())) {
      return new Subject(cluster, namespace, owner.getKind(), owner.getName());
    }
    ReplicaSet replicaSet = view.replicaSet(namespace, owner.getName());
    OwnerReference outer = replicaSet == null ? null : controller(replicaSet);
    return outer == null
        ? new Subject(cluster, namespace, "ReplicaSet", owner.getName())
        : new Subject(cluster, namespace, outer.getKind(), outer.getName());
  }

  /** The outermost owner of a Kubernetes Event's object; null where unknown or deleted. */
  public @Nullable Subject of(ObjectReference object) {
    String namespace = Objects.requireNonNullElse(object.getNamespace(), "");
    String name = Objects.requireNonNullElse(object.getName(), "");
    return switch (Objects.requireNonNullElse(object.getKind(), "")) {
      case "Pod" -> {
        Pod pod = view.pod(namespace, name);
        yield pod == null ? null : of(pod);
      }
      case "ReplicaSet" -> {
        ReplicaSet replicaSet = view.replicaSet(namespace, name);
        OwnerReference outer = replicaSet == null ? null : controller(replicaSet);
        yield outer == null
            ? null
            : new Subject(cluster, namespace, outer.getKind(), outer.getName());
      }
      case "Node" -> Subject.node(cluster, name);
      case "Deployment", "StatefulSet", "DaemonSet", "Job" ->
          new Subject(cluster, namespace, object.getKind(), name);
      default -> null;
    };
  }

  /** The name of an owner's Berth application; null where there is none. */
  public @Nullable String appOf(@Nullable Subject subject) {
    if (subject == null || !"Deployment".equals(subject.kind())) {
      return null;
    }
    Deployment deployment = view.deployment(subject.namespace(), subject.name());
    return deployment == null ? null : AppReader.name(deployment);
  }

  /** Whether Berth manages the object. */
  public static boolean isManagedByBerth(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && "berth".equals(labels.get(MANAGED_BY));
  }

  private static @Nullable OwnerReference controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst()
        .orElse(null);
  }
}
