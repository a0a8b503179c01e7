/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A namespace with its limits. */
public final class NamespaceManifests {

  private static final String NAME = "berth";

  private NamespaceManifests() {}

  /** A namespace that is created with its first application: production rules apply. */
  public static HasMetadata bare(String namespace) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(namespace)
        .addToLabels(Annotations.MANAGED_BY, Annotations.BERTH)
        .endMetadata()
        .build();
  }

  /**
   * A namespace is shared with others: one that Berth did not create gets Berth's labels and
   * annotations, and its {@code managed-by} stays.
   *
   * @param wanted as Berth would create it
   * @param current as it is; null where it does not exist
   */
  public static Namespace shared(Namespace wanted, @Nullable Namespace current) {
    if (current == null) {
      return wanted;
    }
    Map<String, String> labels = current.getMetadata().getLabels();
    boolean own = labels != null && Annotations.BERTH.equals(labels.get(Annotations.MANAGED_BY));
    Namespace next =
        new NamespaceBuilder(wanted)
            .editMetadata()
            .withResourceVersion(current.getMetadata().getResourceVersion())
            .endMetadata()
            .build();
    if (!own) {
      next.getMetadata().getLabels().remove(Annotations.MANAGED_BY);
    }
    return next;
  }

  /** The environment of a namespace; production where its label names none. */
  public static Environment environment(@Nullable Namespace namespace) {
    Map<String, String> labels = namespace == null ? null : namespace.getMetadata().getLabels();
    String word = labels == null ? null : labels.get(Annotations.ENVIRONMENT);
    return switch (word) {
      case "qa" -> Environment.QA;
      case "dev" -> Environment.DEV;
      case null, default -> Environment.PROD;
    };
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
    objects.add(quota(command.namespace(), hard(command.quota())));
    return objects;
  }

  /** Whether it only ends the limits of an earlier command: it is not created. */
  public static boolean isUnlimited(HasMetadata object) {
    return object instanceof ResourceQuota quota && quota.getSpec().getHard().isEmpty();
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

  private static Map<String, Quantity> hard(EnsureNamespace.@Nullable Quota quota) {
    return quota == null
        ? Map.of()
        : Map.of(
            "limits.cpu", new Quantity(quota.limitsCpuMillis() + "m"),
            "limits.memory", new Quantity(Long.toString(quota.limitsMemoryBytes())),
            "pods", new Quantity(Integer.toString(quota.pods())));
  }

  private static HasMetadata quota(String namespace, Map<String, Quantity> hard) {
    return new ResourceQuotaBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(NAME)
        .addToLabels(Annotations.MANAGED_BY, Annotations.BERTH)
        .endMetadata()
        .withNewSpec()
        .withHard(hard)
        .endSpec()
        .build();
  }
}
