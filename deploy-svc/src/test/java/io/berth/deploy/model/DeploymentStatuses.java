/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.util.Map;

/** The Deployment controller: all pods are ready at once, or never where the image is broken. */
final class DeploymentStatuses {

  private DeploymentStatuses() {}

  static void settle(ApiObjects objects) {
    for (Map.Entry<ObjectKey, ?> entry : objects.copy().entrySet()) {
      Writer creator = objects.creator(entry.getKey());
      if (entry.getValue() instanceof Deployment deployment
          && creator != null
          && creator.isBerth()) {
        objects.status(entry.getKey(), status(deployment));
      }
    }
  }

  private static DeploymentStatus status(Deployment deployment) {
    int all = deployment.getSpec().getReplicas();
    String image =
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    int ready = image.contains(Generator.BROKEN) ? 0 : all;
    return new DeploymentStatusBuilder()
        .withObservedGeneration(deployment.getMetadata().getGeneration())
        .withReplicas(all)
        .withUpdatedReplicas(all)
        .withReadyReplicas(ready)
        .withAvailableReplicas(ready)
        .build();
  }
}
