/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.planning.Fence;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The least that a Deployment can be: no pod, no mark of a command. Server-side apply cannot say
 * "only if it is not there", a create can; whoever's create is taken may write the rest.
 */
final class FirstShape {

  private FirstShape() {}

  /** Whether no command has written it yet. */
  static boolean isStill(@Nullable HasMetadata there) {
    return there != null && !Fence.guards(there.getMetadata().getAnnotations());
  }

  static Deployment of(Deployment whole) {
    Container container = whole.getSpec().getTemplate().getSpec().getContainers().getFirst();
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(whole.getMetadata().getNamespace())
        .withName(whole.getMetadata().getName())
        .withLabels(whole.getSpec().getSelector().getMatchLabels())
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
