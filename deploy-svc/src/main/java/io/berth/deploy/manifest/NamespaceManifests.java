/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.EnsureNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A namespace with its limits. */
public final class NamespaceManifests {

  private static final String NAME = "berth";

  private NamespaceManifests() {}

  /** A namespace created with its first application: production rules apply. */
  public static HasMetadata bare(String namespace) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(namespace)
        .addToLabels(Annotations.MANAGED_BY, Annotations.BERTH)
        .endMetadata()
        .build();
  }

  public static List<HasMetadata> of(EnsureNamespace command) {
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(command.namespace())
            .addToLabels(Annotations.MANAGED_BY, Annotations.BERTH)
            .addToLabels(Annotations.ENVIRONMENT, AppManifests.lowerCase(command.environment()))
            .addToAnnotations(Annotations.OWNER, command.owner())
            .endMetadata()
            .build());
    objects.add(limitRange(command.namespace()));
    if (command.quota() != null) {
      objects.add(quota(command.namespace(), command.quota()));
    }
    return objects;
  }

  /** A safeguard behind the tiers: no container may overcommit further than they do. */
  private static HasMetadata limitRange(String namespace) {
    return new LimitRangeBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(NAME)
        .addToLabels(Annotations.MANAGED_BY, Annotations.BERTH)
        .endMetadata()
        .withNewSpec()
        .addNewLimit()
        .withType("Container")
        .withMaxLimitRequestRatio(
            Map.of("cpu", new Quantity("10"), "memory", new Quantity("1500m")))
        .endLimit()
        .endSpec()
        .build();
  }

  private static HasMetadata quota(String namespace, EnsureNamespace.Quota quota) {
    return new ResourceQuotaBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(NAME)
        .addToLabels(Annotations.MANAGED_BY, Annotations.BERTH)
        .endMetadata()
        .withNewSpec()
        .addToHard("limits.cpu", new Quantity(quota.limitsCpuMillis() + "m"))
        .addToHard("limits.memory", new Quantity(Long.toString(quota.limitsMemoryBytes())))
        .addToHard("pods", new Quantity(Integer.toString(quota.pods())))
        .endSpec()
        .build();
  }
}
