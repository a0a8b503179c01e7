/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract, on the simulated cluster. */
class SimulatedClusterTest {

  private static SimulatedCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    cluster = SimulatedCluster.start("test");
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    cluster.close();
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

  @Nested
  class RunningPods extends RunningPodsContract {
    @Override
    KubernetesClient client() {
      return client;
    }
  }
}
