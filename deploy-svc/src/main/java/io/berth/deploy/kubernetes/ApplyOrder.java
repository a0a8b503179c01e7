/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Applies objects in the order of their dependencies: the namespace, then concurrently what lies in
 * it, then the Deployments, whose pods need the rest.
 */
final class ApplyOrder {

  private final FencedApply fenced;

  ApplyOrder(FencedApply fenced) {
    this.fenced = fenced;
  }

  void apply(List<HasMetadata> objects) {
    apply(objects, List.of());
  }

  /**
   * As {@link #apply(List)}.
   *
   * @param before other calls that must have ended before a Deployment is written
   */
  void apply(List<HasMetadata> objects, List<Runnable> before) {
    applying(objects, Namespace.class::isInstance).forEach(Runnable::run);
    List<Runnable> sideBySide = new ArrayList<>(before);
    sideBySide.addAll(applying(objects, ApplyOrder::needsNoOther));
    ParallelCalls.run(sideBySide);
    applying(objects, Deployment.class::isInstance).forEach(Runnable::run);
  }

  /**
   * As {@link #apply(List)}, over the application's own Deployment, which is not created where it
   * is gone.
   */
  void restore(List<HasMetadata> objects, Deployment live) {
    ParallelCalls.run(applying(objects, ApplyOrder::needsNoOther));
    objects.stream()
        .filter(Deployment.class::isInstance)
        .forEach(object -> fenced.applyOver(live, object, Annotations.DEPLOYER));
  }

  private static boolean needsNoOther(HasMetadata object) {
    return !(object instanceof Namespace || object instanceof Deployment);
  }

  private List<Runnable> applying(List<HasMetadata> objects, Predicate<HasMetadata> which) {
    return objects.stream()
        .filter(which)
        .map(object -> (Runnable) () -> fenced.apply(object, Annotations.DEPLOYER))
        .toList();
  }
}
