/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.manifest.Annotations;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;

/** People with kubectl, and other tools: they use names that Berth would use too. */
final class SomebodyElse {

  /** What the object says about its owner. */
  enum Claim {
    /** Nothing. */
    NONE,
    /** It belongs to a Helm release that has the application's name. */
    HELM,
    /** It was copied from an application of another namespace, with everything on it. */
    COPIED,
    /** It was copied from another application of the namespace, with everything on it. */
    NEIGHBOUR
  }

  private SomebodyElse() {}

  /** Creates an object, in place of what is there. */
  static void place(ApiObjects objects, ObjectKey key, String app, Claim claim) {
    if (objects.get(new ObjectKey("Namespace", "", key.namespace())) != null) {
      objects.delete(key, null, Writer.SOMEBODY);
      if (objects.get(key) != null) {
        return; // a finalizer holds it
      }
      objects.create(object(key, metadata(key, app, claim)), Writer.SOMEBODY);
    }
  }

  static void delete(ApiObjects objects, ObjectKey key) {
    objects.delete(key, null, Writer.SOMEBODY);
  }

  /** Adds an annotation to what is there, or creates what is not. */
  static void meddle(ApiObjects objects, ObjectKey key) {
    if (objects.get(key) == null) {
      if (!key.name().isEmpty() && !key.kind().equals("Namespace")) {
        place(objects, key, key.name(), Claim.NONE);
      }
    } else {
      objects.annotate(key, Map.of("example.org/seen", objects.version()), null, Writer.SOMEBODY);
    }
  }

  private static ObjectMeta metadata(ObjectKey key, String app, Claim claim) {
    ObjectMetaBuilder metadata =
        new ObjectMetaBuilder().withNamespace(key.namespace()).withName(key.name());
    return switch (claim) {
      case NONE -> metadata.build();
      case HELM ->
          metadata
              .addToLabels(Annotations.NAME, app)
              .addToLabels(Annotations.MANAGED_BY, "Helm")
              .addToAnnotations("meta.helm.sh/release-name", app)
              .build();
      case COPIED -> copied(metadata, "elsewhere/" + app, app);
      case NEIGHBOUR -> copied(metadata, key.namespace() + "/other", app);
    };
  }

  private static ObjectMeta copied(ObjectMetaBuilder metadata, String owner, String app) {
    return metadata
        .addToLabels(Annotations.selector(app))
        .addToAnnotations(Annotations.APP, owner)
        .addToAnnotations(Annotations.COMMAND_ID, "somebody's")
        .addToAnnotations(Annotations.COMMAND_TIME, "2020-01-01T00:00:00Z")
        .addToAnnotations(Annotations.POSITION, "berth.commands-0:0")
        .build();
  }

  private static HasMetadata object(ObjectKey key, ObjectMeta metadata) {
    return switch (key.kind()) {
      case "Service" ->
          new ServiceBuilder()
              .withMetadata(metadata)
              .withNewSpec()
              .addToSelector("somebody", "else")
              .endSpec()
              .build();
      case "ConfigMap" ->
          new ConfigMapBuilder().withMetadata(metadata).addToData("somebody", "else").build();
      case "ControllerRevision" ->
          new ControllerRevisionBuilder()
              .withMetadata(metadata)
              .withRevision(Long.valueOf(key.name().substring(key.name().lastIndexOf("-r") + 2)))
              .withData(Map.of("somebody", "else"))
              .build();
      case "PodDisruptionBudget" ->
          new PodDisruptionBudgetBuilder().withMetadata(metadata).withNewSpec().endSpec().build();
      case "LimitRange" ->
          new LimitRangeBuilder().withMetadata(metadata).withNewSpec().endSpec().build();
      case "ResourceQuota" ->
          new ResourceQuotaBuilder().withMetadata(metadata).withNewSpec().endSpec().build();
      case "Deployment" -> deployment(metadata);
      default -> throw new AssertionError("nobody places a " + key.kind());
    };
  }

  private static HasMetadata deployment(ObjectMeta metadata) {
    Map<String, String> labels = Map.of("somebody", "else");
    return new DeploymentBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("somebody")
        .withImage("somebody/else:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
