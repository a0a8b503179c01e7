/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which volume a claim is bound to, and why another stays pending. */
public abstract class ClaimBindingContract extends StorageContract {

  @Test
  void claimWithoutAClass_staysPending_whereNoVolumeFits() {
    client().resource(claim("")).create();

    eventuallyReported(
        "FailedBinding",
        "no persistent volumes available for this claim and no storage class is set");
    assertThat(live().get().getStatus().getPhase()).isEqualTo("Pending");
  }

  @Test
  void claimOfAnUnknownClass_staysPending() {
    client().resource(claim("unknown")).create();

    eventuallyReported("ProvisioningFailed", "storageclass.storage.k8s.io \"unknown\" not found");
    assertThat(live().get().getStatus().getPhase()).isEqualTo("Pending");
  }

  @Test
  void claimOfAnotherProvisioner_waitsForIt() {
    client().resource(storageClass("example.com/disks", "Immediate")).create();
    client().resource(claim(namespace)).create();

    eventuallyReported(
        "ExternalProvisioning",
        "waiting for a volume to be created, either by external provisioner \"example.com/disks\""
            + " or manually created by system administrator");
  }

  @Test
  void claimOfAClassThatWaitsForAPod_isNotBoundBefore() {
    client().resource(storageClass("example.com/disks", "WaitForFirstConsumer")).create();
    client().resource(claim(namespace)).create();

    eventuallyReported(
        "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
    assertThat(live().get().getStatus().getPhase()).isEqualTo("Pending");
  }

  @Test
  void claim_isBoundToTheSmallestVolumeThatIsLargeEnough_whichIsReleasedWithIt() {
    client().resource(storageClass("kubernetes.io/no-provisioner", "Immediate")).create();
    client().resource(volume("large", "5Gi")).create();
    client().resource(volume("small", "2Gi")).create();
    client().resource(volume("tiny", "500Mi")).create();
    eventually(
        () -> List.of("large", "small", "tiny").stream().allMatch(it -> isIn(it, "Available")));

    client().resource(claim(namespace)).create();

    eventually(() -> "Bound".equals(live().get().getStatus().getPhase()));
    PersistentVolumeClaim bound = live().get();
    assertThat(bound.getSpec().getVolumeName()).isEqualTo("small-" + namespace);
    assertThat(bound.getStatus().getCapacity()).containsEntry("storage", new Quantity("2Gi"));
    assertThat(bound.getStatus().getAccessModes()).containsExactly("ReadWriteOnce");
    assertThat(bound.getMetadata().getAnnotations())
        .containsEntry("pv.kubernetes.io/bind-completed", "yes")
        .containsEntry("pv.kubernetes.io/bound-by-controller", "yes");
    eventually(() -> isIn("small", "Bound"));
    assertThat(volume("small").getSpec().getClaimRef().getUid())
        .isEqualTo(bound.getMetadata().getUid());
    assertThat(volume("large").getStatus().getPhase()).isEqualTo("Available");

    live().delete();
    eventually(() -> isIn("small", "Released"));
  }

  @Test
  void claimOfAPodOnANode_staysUntilThePodIsGone() {
    client().resource(claim("")).create();
    client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("user")
                .endMetadata()
                .withNewSpec()
                .withNodeName("elsewhere-" + namespace)
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName("data")
                .endPersistentVolumeClaim()
                .endVolume()
                .addNewContainer()
                .withName("user")
                .withImage("user:1")
                .endContainer()
                .endSpec()
                .build())
        .create();

    live().delete();

    eventually(() -> live().get().getMetadata().getDeletionTimestamp() != null);
    assertThat(live().get().getMetadata().getFinalizers()).isNotEmpty();
    client().pods().inNamespace(namespace).withName("user").withGracePeriod(0).delete();
    eventually(() -> live().get() == null);
  }

  private void eventuallyReported(String reason, String message) {
    eventually(
        () ->
            client().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> reason.equals(event.getReason()))
                .map(Event::getMessage)
                .anyMatch(message::equals));
  }

  private PersistentVolume volume(String name) {
    return client().persistentVolumes().withName(name + "-" + namespace).get();
  }

  private boolean isIn(String name, String phase) {
    return phase.equals(volume(name).getStatus().getPhase());
  }

  private PersistentVolume volume(String name, String size) {
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .withName(name + "-" + namespace)
        .addToLabels("contract", namespace)
        .endMetadata()
        .withNewSpec()
        .withStorageClassName(namespace)
        .withAccessModes("ReadWriteOnce")
        .addToCapacity("storage", new Quantity(size))
        .withNewHostPath()
        .withPath("/srv/" + name)
        .endHostPath()
        .endSpec()
        .build();
  }
}
