/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.junit.jupiter.api.AfterEach;

/** One claim and one class, named after the namespace of the test; neither needs a node. */
public abstract class StorageContract extends ClusterContract {

  @AfterEach
  void dropVolumesAndClass() {
    client().persistentVolumeClaims().inNamespace(namespace).delete();
    client().persistentVolumes().withLabel("contract", namespace).delete();
    client().storage().v1().storageClasses().withName(namespace).delete();
  }

  Resource<PersistentVolumeClaim> live() {
    return client().persistentVolumeClaims().inNamespace(namespace).withName("data");
  }

  PersistentVolumeClaim claim(String storageClass) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("data")
        .endMetadata()
        .withNewSpec()
        .withStorageClassName(storageClass)
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests("storage", new Quantity("1Gi"))
        .endResources()
        .endSpec()
        .build();
  }

  StorageClass storageClass(String provisioner, String mode) {
    return new StorageClassBuilder()
        .withNewMetadata()
        .withName(namespace)
        .endMetadata()
        .withProvisioner(provisioner)
        .withVolumeBindingMode(mode)
        .build();
  }
}
