/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.realcluster;

import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** A volume in a folder of the node, for a cluster in which nothing provides any. */
final class HostPathVolume {

  private HostPathVolume() {}

  static void create(KubernetesClient client, String name, String storageClass, Path folder) {
    client
        .resource(
            new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName(storageClass)
                .withAccessModes("ReadWriteOnce")
                .addToCapacity("storage", new Quantity("1Gi"))
                .withNewHostPath()
                .withPath(folder.toString())
                .withType("DirectoryOrCreate")
                .endHostPath()
                .endSpec()
                .build())
        .create();
  }
}
