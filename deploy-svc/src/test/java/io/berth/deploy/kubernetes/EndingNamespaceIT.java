/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caches may not show yet that a namespace is being deleted: the API server is asked. */
class EndingNamespaceIT {

  @Test
  void namespaceThatIsBeingDeleted_isRefusedBeforeItIsWritten(@TempDir Path directory) {
    try (SimulatedCluster simulated = SimulatedCluster.start("dc-a");
        KubernetesClient client =
            KubernetesClients.open(
                simulated.writeKubeconfig(directory.resolve("kubeconfig")).toString());
        InformerAppCache unaware = new InformerAppCache("dc-a", client, _ -> {})) {
      var dryRun =
          new ObjectDryRun(client, new ReadYourWritesCache(unaware), _ -> Optional.empty());
      Namespace ending =
          new NamespaceBuilder().withNewMetadata().withName("ending").endMetadata().build();
      assertThatCode(() -> dryRun.checkOwnership(ending)).doesNotThrowAnyException();
      client.resource(ending).create();
      assertThatCode(() -> dryRun.checkOwnership(ending)).doesNotThrowAnyException();
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withNamespace("ending")
                  .withName("holder")
                  .withFinalizers("x.example.com/hold")
                  .endMetadata()
                  .build())
          .create();
      client.resource(ending).delete();

      assertThatThrownBy(() -> dryRun.checkOwnership(ending))
          .isInstanceOf(ClusterRejectedException.class)
          .hasMessageContaining("Namespace/ending, which is being deleted");
    }
  }
}
