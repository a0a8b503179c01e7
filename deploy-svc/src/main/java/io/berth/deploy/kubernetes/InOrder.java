/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.ClusterRefused;
import io.berth.deploy.manifest.Marks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Writes objects in the order in which they need each other: a namespace, then side by side what
 * lies in it, then the Deployments, whose pods need the rest.
 */
final class InOrder {

  private final FencedApply fenced;

  InOrder(FencedApply fenced) {
    this.fenced = fenced;
  }

  void write(List<HasMetadata> objects) {
    writing(objects, Namespace.class::isInstance).forEach(Runnable::run);
    AtOnce.run(writing(objects, InOrder::needsNoOther));
    writing(objects, Deployment.class::isInstance).forEach(Runnable::run);
  }

  /**
   * As {@link #write(List)}, with that Deployment behind all others. Where it is new it is begun
   * meanwhile, and nothing is left of it where another object is refused.
   */
  Deployment write(List<HasMetadata> objects, Deployment last) {
    CompletableFuture<Optional<HasMetadata>> begun = new CompletableFuture<>();
    List<Runnable> sideBySide = new ArrayList<>(writing(objects, InOrder::needsNoOther));
    sideBySide.add(() -> begun.complete(fenced.begin(last)));
    try {
      AtOnce.run(sideBySide);
      writing(objects, object -> object instanceof Deployment && object != last)
          .forEach(Runnable::run);
      return (Deployment) fenced.apply(last, Marks.DEPLOYER, begun.join());
    } catch (ClusterRefused e) {
      begun.getNow(Optional.empty()).ifPresent(fenced::abandon);
      throw e;
    }
  }

  private static boolean needsNoOther(HasMetadata object) {
    return !(object instanceof Namespace || object instanceof Deployment);
  }

  private List<Runnable> writing(List<HasMetadata> objects, Predicate<HasMetadata> which) {
    return objects.stream()
        .filter(which)
        .map(object -> (Runnable) () -> fenced.apply(object, Marks.DEPLOYER))
        .toList();
  }
}
