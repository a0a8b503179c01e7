/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.planning.CommandFencing;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The smallest valid Deployment: no pods, no command annotations. Server-side apply cannot require
 * that an object does not exist, a create can; whoever's create succeeds may apply the rest.
 */
final class PlaceholderDeployment {

  private PlaceholderDeployment() {}

  /** Whether no command has written it yet. */
  static boolean isPlaceholder(@Nullable HasMetadata there) {
    return there != null && !CommandFencing.isFenced(there.getMetadata().getAnnotations());
  }

  static Deployment of(Deployment whole) {
    Container container = whole.getSpec().getTemplate().getSpec().getContainers().getFirst();
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(whole.getMetadata().getNamespace())
        .withName(whole.getMetadata().getName())
        .withLabels(whole.getSpec().getSelector().getMatchLabels())
        .addToAnnotations(
            Annotations.APP, whole.getMetadata().getAnnotations().get(Annotations.APP))
        .endMetadata()
        .withNewSpec()
        .withReplicas(0)
        .withSelector(whole.getSpec().getSelector())
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(whole.getSpec().getSelector().getMatchLabels())
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(container.getName())
        .withImage(container.getImage())
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
