/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import io.berth.simulator.contract.FailingPodsContract;
import io.berth.simulator.contract.RunningPodsContract;
import io.berth.simulator.contract.StartingPodsContract;
import io.berth.simulator.node.RealNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract's pods, on a real kubelet. Side by side: most of the time they wait for it. */
class RealNodeContractIT {

  private static RealNode node;
  private static KubernetesClient client;

  @BeforeAll
  static void connect() throws IOException {
    node = RealNode.open();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.fromKubeconfig(Files.readString(node.kubeconfig())))
                    .withRequestTimeout(120_000) // a busy machine makes a real server slow
                    .build())
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
  }

  @AfterAll
  static void disconnect() {
    if (client != null) {
      client.close();
      node.close();
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class Running extends RunningPodsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }

    @Override
    protected String image(String tag) {
      return node.image(tag);
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class Starting extends StartingPodsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }

    @Override
    protected String image(String tag) {
      return node.image(tag);
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class Failing extends FailingPodsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }

    @Override
    protected String image(String tag) {
      return node.image(tag);
    }
  }
}
