/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.manifest.Track;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells which ReplicaSets and pods belong to an application, by the controllers' names for them.
 */
final class ControlledObjects {

  /** The Deployment controller's label on the ReplicaSets and pods of one template. */
  private static final String TEMPLATE_HASH = "pod-template-hash";

  private ControlledObjects() {}

  static Optional<OwnerReference> controller(ReplicaSet set) {
    List<OwnerReference> owners = set.getMetadata().getOwnerReferences();
    return owners == null
        ? Optional.empty()
        : owners.stream().filter(owner -> Boolean.TRUE.equals(owner.getController())).findFirst();
  }

  /**
   * Whether a Deployment of the application left the ReplicaSet when somebody deleted it without
   * its dependants ({@code --cascade=orphan}). It has the Deployment's annotations; those of a
   * copied Deployment have another name.
   */
  static boolean isOrphan(AppRef app, ReplicaSet set) {
    String hash = set.getMetadata().getLabels().get(TEMPLATE_HASH);
    return controller(set).isEmpty()
        && isApps(app, set)
        && deploymentNames(app)
            .anyMatch(name -> set.getMetadata().getName().equals(name + "-" + hash));
  }

  /** Whether it is the application's own, or one of its parallel Deployment. */
  static boolean isApps(AppRef app, HasMetadata object) {
    return ObjectOwner.of(object).filter(owner -> owner.app().equals(app)).isPresent();
  }

  /**
   * Whether the pod is of the application's own Deployment or of a parallel one, by its ReplicaSet,
   * or of its StatefulSet: copies of pods and of Deployments have the same labels.
   */
  static boolean isPod(AppRef app, Pod pod) {
    String hash = pod.getMetadata().getLabels().get(TEMPLATE_HASH);
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(
            owner ->
                switch (owner.getKind()) {
                  case "ReplicaSet" ->
                      deploymentNames(app)
                          .anyMatch(name -> owner.getName().equals(name + "-" + hash));
                  case "StatefulSet" -> owner.getName().equals(app.name());
                  default -> false;
                });
  }

  static Stream<String> deploymentNames(AppRef app) {
    return Stream.concat(Stream.of(app.name()), Track.parallelNames(app.name()).stream());
  }

  static boolean isParallel(AppRef app, HasMetadata deployment) {
    return ObjectOwner.of(deployment)
        .filter(whose -> whose.track() != null && whose.app().equals(app))
        .isPresent();
  }
}
