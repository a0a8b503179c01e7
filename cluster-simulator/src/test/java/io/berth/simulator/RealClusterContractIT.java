/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import io.berth.simulator.contract.ApplyContract;
import io.berth.simulator.contract.ClaimBindingContract;
import io.berth.simulator.contract.ClaimRulesContract;
import io.berth.simulator.contract.JobsContract;
import io.berth.simulator.contract.ListsContract;
import io.berth.simulator.contract.ObjectsContract;
import io.berth.simulator.contract.RefusalsContract;
import io.berth.simulator.contract.StatefulSetRefusalsContract;
import io.berth.simulator.contract.StatefulSetScalingContract;
import io.berth.simulator.contract.StatefulSetUpdatesContract;
import io.berth.simulator.contract.StrategiesContract;
import io.berth.simulator.contract.WatchContract;
import io.berth.simulator.contract.WorkloadsContract;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
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
class RealClusterContractIT {

  private static KubernetesClient client;
  private static KubernetesClient clientWithoutRetries;

  @BeforeAll
  static void connect() throws IOException {
    Config config =
        new ConfigBuilder(
                Config.fromKubeconfig(Files.readString(Path.of(System.getenv("KUBECONFIG")))))
            .withRequestTimeout(120_000) // a busy machine makes a real server slow
            .build();
    client = client(config);
    clientWithoutRetries =
        client(new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build());
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  @AfterAll
  static void disconnect() {
    if (client != null) {
      client.close();
      clientWithoutRetries.close();
    }
  }

  @Nested
  class Objects extends ObjectsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class Lists extends ListsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class Apply extends ApplyContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  /** Some are answered with 500, which fabric8 would repeat for twenty seconds. */
  @Nested
  class Refusals extends RefusalsContract {
    @Override
    protected KubernetesClient client() {
      return clientWithoutRetries;
    }
  }

  @Nested
  class Watches extends WatchContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class StatefulSetScaling extends StatefulSetScalingContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class StatefulSetUpdates extends StatefulSetUpdatesContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class StatefulSetRefusals extends StatefulSetRefusalsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class ClaimBinding extends ClaimBindingContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class ClaimRules extends ClaimRulesContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class Jobs extends JobsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class Strategies extends StrategiesContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }

  @Nested
  class Workloads extends WorkloadsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }
  }
}
