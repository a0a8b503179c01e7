/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract, on the real API server that KUBECONFIG names; pods need not run there. */
@EnabledIfEnvironmentVariable(
    named = "KUBECONFIG",
    matches = ".+",
    disabledReason = "KUBECONFIG names no cluster: the contract runs on the simulated one only")
class RealClusterIT {

  private static KubernetesClient client;

  @BeforeAll
  static void connect() throws IOException {
    client =
        new KubernetesClientBuilder()
            .withConfig(
                Config.fromKubeconfig(Files.readString(Path.of(System.getenv("KUBECONFIG")))))
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
  }

  @AfterAll
  static void disconnect() {
    if (client != null) {
      client.close();
    }
  }

  @Nested
  class Objects extends ObjectsContract {
    @Override
    KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class Lists extends ListsContract {
    @Override
    KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class Apply extends ApplyContract {
    @Override
    KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class Watches extends WatchContract {
    @Override
    KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class Workloads extends WorkloadsContract {
    @Override
    KubernetesClient client() {
      return client;
    }
  }
}
