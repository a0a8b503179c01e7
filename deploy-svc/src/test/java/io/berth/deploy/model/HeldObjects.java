/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects that a finalizer holds: a deletion marks them, and they go when it is removed. */
final class HeldObjects {

  private static final String FINALIZER = "somebody.example/hold";
  private static final String AT = "2026-05-04T12:00:00Z";

  private HeldObjects() {}

  static boolean isHeld(HasMetadata object) {
    return !object.getMetadata().getFinalizers().isEmpty();
  }

  static boolean isTerminating(HasMetadata object) {
    return object.getMetadata().getDeletionTimestamp() != null;
  }

  static HasMetadata held(HasMetadata object, boolean held, String version) {
    return with(object, version, held ? List.of(FINALIZER) : List.of(), null);
  }

  static HasMetadata marked(HasMetadata object, String version) {
    return with(object, version, List.of(FINALIZER), AT);
  }

  private static HasMetadata with(
      HasMetadata object, String version, List<String> finalizers, @Nullable String deletedAt) {
    HasMetadata next = ApiKinds.copy(object);
    if (next instanceof Deployment deployment && object instanceof Deployment before) {
      deployment.setStatus(before.getStatus());
    }
    next.setMetadata(
        new ObjectMetaBuilder(object.getMetadata())
            .withResourceVersion(version)
            .withFinalizers(finalizers)
            .withDeletionTimestamp(deletedAt)
            .build());
    return next;
  }
}
