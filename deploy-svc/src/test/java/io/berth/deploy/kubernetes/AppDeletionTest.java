/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.manifest.Annotations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods a removal waits for: others bear the application's labels, too. */
class AppDeletionTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "ReplicaSet,  cart-6d4cf56db6,          6d4cf56db6, true",
        "ReplicaSet,  cart--canary-6d4cf56db6,  6d4cf56db6, true",
        "ReplicaSet,  cart--preview-6d4cf56db6, 6d4cf56db6, true",
        "ReplicaSet,  cart-canary-6d4cf56db6,   6d4cf56db6, true", // of an earlier version
        "ReplicaSet,  cart-debug-6d4cf56db6,    6d4cf56db6, false",
        "ReplicaSet,  cart-6d4cf56db6,          -,          false",
        "StatefulSet, cart-6d4cf56db6,          6d4cf56db6, false",
        "-,           -,                        6d4cf56db6, false",
      })
  void pod_isTheApplications_byItsReplicaSet(
      @Nullable String kind, @Nullable String owner, @Nullable String hash, boolean own) {
    assertThat(ControlledObjects.isPod(CART, pod(kind, owner, hash))).isEqualTo(own);
  }

  private static Pod pod(@Nullable String kind, @Nullable String owner, @Nullable String hash) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("cart-pod")
            .withLabels(Annotations.selector("cart"))
            .endMetadata();
    if (hash != null) {
      pod.editMetadata().addToLabels("pod-template-hash", hash).endMetadata();
    }
    if (kind != null) {
      pod.editMetadata()
          .addNewOwnerReference()
          .withKind(kind)
          .withName(owner)
          .endOwnerReference()
          .endMetadata();
    }
    return pod.build();
  }
}
