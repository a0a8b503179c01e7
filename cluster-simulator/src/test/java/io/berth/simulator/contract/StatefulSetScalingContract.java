/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pods and claims a StatefulSet has, and in which order they come and go. */
public abstract class StatefulSetScalingContract extends StatefulSetContract {

  @Test
  void orderedSet_startsAPodWhenAllBeforeItAreReady() {
    StatefulSet made = client().resource(set(3, it -> {})).create();

    eventually(() -> names().equals(List.of("web-0")));
    eventually(() -> "web-0".equals(eventAbout("SuccessfulCreate", "create Pod web-0 in")));
    assertThat(names()).containsExactly("web-0");
    ready("web-0");
    eventually(() -> names().equals(List.of("web-0", "web-1")));
    ready("web-1");
    eventually(() -> names().equals(List.of("web-0", "web-1", "web-2")));
    assertThat(pods())
        .allSatisfy(
            pod -> {
              String name = pod.getMetadata().getName();
              assertThat(pod.getMetadata().getGenerateName()).isEqualTo("web-");
              assertThat(pod.getMetadata().getLabels())
                  .containsEntry("statefulset.kubernetes.io/pod-name", name)
                  .containsEntry("controller-revision-hash", status().getUpdateRevision());
              assertThat(pod.getMetadata().getOwnerReferences().getFirst().getUid())
                  .isEqualTo(made.getMetadata().getUid());
              assertThat(pod.getSpec().getHostname()).isEqualTo(name);
              assertThat(pod.getSpec().getSubdomain()).isEqualTo("headless");
              assertThat(pod.getSpec().getVolumes().getFirst().getPersistentVolumeClaim())
                  .satisfies(claim -> assertThat(claim.getClaimName()).isEqualTo("data-" + name));
            });
  }

  @Test
  void claims_areMadeWithTheirPods_andOutliveThem() {
    client().resource(set(2, this::parallel)).create();

    eventually(() -> claims().equals(List.of("data-web-0", "data-web-1")));
    assertThat(client().persistentVolumeClaims().inNamespace(namespace).list().getItems())
        .allSatisfy(
            claim -> {
              assertThat(claim.getMetadata().getLabels()).containsEntry("app", "web");
              assertThat(claim.getMetadata().getOwnerReferences()).isEmpty();
              assertThat(claim.getMetadata().getFinalizers())
                  .containsExactly("kubernetes.io/pvc-protection");
            });
    live().delete();
    eventually(() -> names().isEmpty());
    assertThat(claims()).containsExactly("data-web-0", "data-web-1");
  }

  @Test
  void parallelSet_startsAllAtOnce_andGoesDownFromTheHighestNumber() {
    client().resource(set(3, this::parallel)).create();

    eventually(() -> names().equals(List.of("web-0", "web-1", "web-2")));
    eventually(() -> Integer.valueOf(3).equals(status().getReplicas()));
    assertThat(status().getReadyReplicas()).isNull();
    readyAll();
    eventually(() -> Integer.valueOf(3).equals(status().getReadyReplicas()));
    live().scale(1);
    eventually(() -> names().equals(List.of("web-0")));
    assertThat(claims()).hasSize(3);
    eventually(() -> Integer.valueOf(1).equals(status().getReplicas()));
  }

  @Test
  void orderedSet_goesDownOneAfterTheOther_fromTheHighestNumber() {
    client().resource(set(0, it -> {})).create();
    change(set -> scaled(set, 2));
    eventually(() -> names().equals(List.of("web-0")));
    ready("web-0");
    eventually(() -> names().equals(List.of("web-0", "web-1")));
    ready("web-1");

    change(set -> scaled(set, 0));

    eventually(() -> names().isEmpty());
    assertThat(eventAbout("SuccessfulDelete", "delete Pod web-1 in StatefulSet web successful"))
        .isNotEmpty();
  }

  @Test
  void failedPod_isMadeAgain() {
    client().resource(set(1, it -> {})).create();
    eventually(() -> names().equals(List.of("web-0")));
    String uid = pod("web-0").getMetadata().getUid();

    phase("web-0", "Failed", "False");

    eventually(() -> !uid.equals(uidOf("web-0")) && !uidOf("web-0").isEmpty());
    eventually(
        () ->
            !eventAbout(
                    "RecreatingFailedPod",
                    "StatefulSet %s/web is recreating failed Pod web-0".formatted(namespace))
                .isEmpty());
  }

  @Test
  void podsOfASetThatWasDeletedWithoutThem_areTakenOver() {
    client().resource(set(1, it -> {})).create();
    eventually(() -> names().equals(List.of("web-0")));
    String uid = uidOf("web-0");
    live().withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
    eventually(() -> pod("web-0").getMetadata().getOwnerReferences().isEmpty());
    eventually(() -> live().get() == null);

    StatefulSet again = client().resource(set(1, it -> {})).create();

    eventually(() -> !pod("web-0").getMetadata().getOwnerReferences().isEmpty());
    assertThat(pod("web-0").getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(again.getMetadata().getUid());
    assertThat(uidOf("web-0")).isEqualTo(uid);
  }
}
