/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;

/** Objects that somebody else made. */
public final class ForeignObjects {

  private ForeignObjects() {}

  /** Of any kind that Berth writes. */
  public static HasMetadata of(String kind, String namespace, String name) {
    ObjectMeta metadata =
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name)
            .addToLabels("team", "x")
            .build();
    return switch (kind) {
      case "Deployment" -> deployment(name, Map.of("team", "x"));
      case "Service" -> service(name, Map.of("team", "x"));
      case "ConfigMap" ->
          new ConfigMapBuilder()
              .withMetadata(metadata)
              .withData(Map.of("settings", "something else"))
              .build();
      case "PodDisruptionBudget" ->
          new PodDisruptionBudgetBuilder()
              .withMetadata(metadata)
              .withNewSpec()
              .withNewSelector()
              .addToMatchLabels("app", "legacy")
              .endSelector()
              .withNewMaxUnavailable(0)
              .endSpec()
              .build();
      case "ControllerRevision" ->
          new ControllerRevisionBuilder().withMetadata(metadata).withRevision(1L).build();
      case "LimitRange" ->
          new LimitRangeBuilder()
              .withMetadata(metadata)
              .withNewSpec()
              .addNewLimit()
              .withType("Pod")
              .addToMax("cpu", new Quantity("3"))
              .endLimit()
              .endSpec()
              .build();
      case "ResourceQuota" ->
          new ResourceQuotaBuilder()
              .withMetadata(metadata)
              .withNewSpec()
              .addToHard("pods", new Quantity("7"))
              .endSpec()
              .build();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** In the namespace {@code shop}. */
  public static Deployment deployment(String name, Map<String, String> labels) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .addToMatchLabels("app", "legacy")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "legacy")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("legacy")
        .withImage("legacy:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** In the namespace {@code shop}. */
  public static Service service(String name, Map<String, String> labels) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addToSelector("app", "legacy")
        .addNewPort()
        .withName("web")
        .withPort(80)
        .endPort()
        .endSpec()
        .build();
  }

  /** What it is for: its spec, or its data. */
  public static Object content(KubernetesClient client, HasMetadata object) {
    Map<?, ?> json = client.getKubernetesSerialization().convertValue(object, Map.class);
    return Objects.requireNonNullElse(
        json.get("spec"), Objects.requireNonNullElse(json.get("data"), "none"));
  }
}
