/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an object says about whose it is, whatever it is called. */
class ObjectOwnerTest {

  private static final AppRef ZZ = new AppRef("shop", "zz");
  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> COMMAND = Map.of(Annotations.COMMAND_ID, "c-1");

  static Stream<Arguments> marks() {
    return Stream.of(
        // Of this version: the annotation says it all.
        arguments(app("shop/zz"), NONE, own("zz")),
        arguments(app("shop/zz-canary"), NONE, own("zz-canary")),
        arguments(app("shop/zz/canary"), NONE, beside(Track.CANARY)),
        arguments(app("shop/zz/preview"), NONE, beside(Track.PREVIEW)),
        arguments(app("shop/zz"), labels("zz", "canary"), own("zz")),
        arguments(app("shop/zz/canary"), labels("zz", null), beside(Track.CANARY)),
        // Copied from elsewhere, or spoilt.
        arguments(app("test/zz"), labels("zz", null), null),
        arguments(app("shop/zz/stable"), labels("zz", null), null),
        arguments(app("zz"), labels("zz", null), null),
        arguments(app(""), labels("zz", null), null),
        arguments(app("shop/zz/canary/x"), labels("zz", null), null),
        arguments(app("shop/ZZ"), labels("zz", null), null),
        // Of earlier versions: the labels, and the command.
        arguments(COMMAND, labels("zz", null), own("zz")),
        arguments(COMMAND, labels("zz-canary", null), own("zz-canary")),
        arguments(COMMAND, labels("zz", "canary"), beside(Track.CANARY)),
        arguments(COMMAND, labels("zz", "preview"), beside(Track.PREVIEW)),
        arguments(COMMAND, labels("zz", "shadow"), null),
        arguments(COMMAND, labels("Zz", null), null),
        // Of others.
        arguments(NONE, Map.of(Annotations.NAME, "zz"), null),
        arguments(NONE, Map.of(Annotations.MANAGED_BY, "berth"), null),
        arguments(NONE, Map.of(Annotations.NAME, "zz", Annotations.MANAGED_BY, "Helm"), null),
        arguments(NONE, labels("zz", null), null),
        arguments(NONE, labels("zz", "canary"), null),
        arguments(COMMAND, Map.of(Annotations.NAME, "zz"), null),
        arguments(NONE, NONE, null));
  }

  @ParameterizedTest
  @MethodSource("marks")
  void object_belongsToTheOwnerInItsAnnotation_neverByItsName(
      Map<String, String> annotations, Map<String, String> labels, @Nullable ObjectOwner owner) {
    for (String name : new String[] {"zz", "zz-canary", "zz--canary", "other"}) {
      HasMetadata service =
          new ServiceBuilder()
              .withNewMetadata()
              .withNamespace("shop")
              .withName(name)
              .withLabels(labels)
              .withAnnotations(annotations)
              .endMetadata()
              .build();

      assertThat(ObjectOwner.of(service).orElse(null)).isEqualTo(owner);
      assertThat(ObjectOwner.of(ZZ).owns(service)).isEqualTo(own("zz").equals(owner));
    }
  }

  /** {@code kubectl expose deployment zz} labels its Service as the Deployment. */
  @Test
  void labelsAlone_areNoProof() {
    ObjectMeta labelled =
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("zz")
            .withLabels(labels("zz", null))
            .addToLabels(Annotations.VERSION, "1")
            .build();

    for (HasMetadata object :
        new HasMetadata[] {
          new ServiceBuilder().withMetadata(labelled).build(),
          new DeploymentBuilder().withMetadata(labelled).withNewSpec().endSpec().build(),
          new PodDisruptionBudgetBuilder().withMetadata(labelled).build(),
          new ControllerRevisionBuilder().withMetadata(labelled).build(),
          new ConfigMapBuilder().withMetadata(labelled).build()
        }) {
      assertThat(ObjectOwner.of(object)).as(object.getKind()).isEmpty();
    }
  }

  /** Earlier versions wrote no annotation on it. */
  @Test
  void labelledConfigMap_isIdentifiedByTheHashInItsName() {
    assertThat(ObjectOwner.of(configMap("zz-config-0123456789ab", "zz"))).contains(own("zz"));
    assertThat(ObjectOwner.of(configMap("zz-config-0123456789ab", "other"))).isEmpty();
    assertThat(ObjectOwner.of(configMap("zz-config-0123456789", "zz"))).isEmpty();
    assertThat(ObjectOwner.of(configMap("zz-config-settings-one", "zz"))).isEmpty();
  }

  private static HasMetadata configMap(String name, String app) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .withLabels(labels(app, null))
        .endMetadata()
        .build();
  }

  @Test
  void objectWithoutAnnotations_hasNoOwner() {
    assertThat(ObjectOwner.of(new ServiceBuilder().withNewMetadata().endMetadata().build()))
        .isEmpty();
  }

  @Test
  void deploymentWithRemovedLabels_isIdentifiedByItsSelector_whereACommandWroteIt() {
    DeploymentBuilder bare =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("zz")
            .endMetadata()
            .withNewSpec()
            .withNewSelector()
            .withMatchLabels(labels("zz", "canary"))
            .endSelector()
            .endSpec();

    assertThat(ObjectOwner.of(bare.build())).isEmpty();
    assertThat(
            ObjectOwner.of(
                bare.editMetadata()
                    .addToAnnotations(Annotations.COMMAND_ID, "c-1")
                    .endMetadata()
                    .build()))
        .contains(beside(Track.CANARY));
  }

  @Test
  void annotation_isParsedBack() {
    for (ObjectOwner owner :
        new ObjectOwner[] {own("zz"), beside(Track.CANARY), beside(Track.PREVIEW)}) {
      HasMetadata object =
          new ServiceBuilder()
              .withNewMetadata()
              .withNamespace("shop")
              .addToAnnotations(Annotations.APP, owner.annotation())
              .endMetadata()
              .build();

      assertThat(ObjectOwner.of(object)).contains(owner);
    }
  }

  private static Map<String, String> app(String mark) {
    return Map.of(Annotations.APP, mark);
  }

  private static Map<String, String> labels(String app, @Nullable String track) {
    return track == null
        ? Annotations.selector(app)
        : Map.of(
            Annotations.NAME,
            app,
            Annotations.MANAGED_BY,
            Annotations.BERTH,
            Annotations.TRACK,
            track);
  }

  private static ObjectOwner own(String app) {
    return ObjectOwner.of(new AppRef("shop", app));
  }

  private static ObjectOwner beside(Track track) {
    return new ObjectOwner(ZZ, track);
  }
}
