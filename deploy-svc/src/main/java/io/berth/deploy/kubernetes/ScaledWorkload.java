/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a Deployment or StatefulSet that field manager berth-scaler owns. Not of these types:
 * their classes would add fields of their own and so claim them.
 */
final class ScaledWorkload {

  private ScaledWorkload() {}

  static GenericKubernetesResource of(
      WorkloadKind kind, AppRef app, int replicas, @Nullable String position) {
    GenericKubernetesResource part = new GenericKubernetesResource();
    part.setApiVersion("apps/v1");
    part.setKind(kind.objectKind());
    part.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(app.namespace())
            .withName(app.name())
            .addToAnnotations(Annotations.REPLICAS, Integer.toString(replicas))
            .addToAnnotations(
                position == null ? Map.of() : Map.of(Annotations.SCALING_POSITION, position))
            .build());
    part.setAdditionalProperty("spec", Map.of("replicas", replicas));
    return part;
  }
}
