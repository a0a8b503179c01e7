/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.contract.ApplyContract;
import io.berth.simulator.contract.ClaimBindingContract;
import io.berth.simulator.contract.ClaimRulesContract;
import io.berth.simulator.contract.FailingPodsContract;
import io.berth.simulator.contract.JobsContract;
import io.berth.simulator.contract.ListsContract;
import io.berth.simulator.contract.ObjectsContract;
import io.berth.simulator.contract.PodsContract;
import io.berth.simulator.contract.RefusalsContract;
import io.berth.simulator.contract.RunningPodsContract;
import io.berth.simulator.contract.StartingPodsContract;
import io.berth.simulator.contract.StatefulSetRefusalsContract;
import io.berth.simulator.contract.StatefulSetScalingContract;
import io.berth.simulator.contract.StatefulSetUpdatesContract;
import io.berth.simulator.contract.StrategiesContract;
import io.berth.simulator.contract.WatchContract;
import io.berth.simulator.contract.WorkloadsContract;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract, on the simulated cluster. */
class SimulatedClusterTest {

  private static SimulatedCluster cluster;
  private static KubernetesClient client;
  private static KubernetesClient clientWithoutRetries;

  @BeforeAll
  static void start() {
    cluster = SimulatedCluster.start("test");
    Config config = Config.fromKubeconfig(cluster.kubeconfig());
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
  static void stop() {
    client.close();
    clientWithoutRetries.close();
    cluster.close();
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

  @Nested
  class RunningPods extends RunningPodsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }

    @Override
    protected String image(String tag) {
      return "shop/web:" + tag;
    }
  }

  @Nested
  class FailingPods extends FailingPodsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }

    @Override
    protected String image(String tag) {
      return "shop/web:" + tag;
    }
  }

  /** Side by side: most of the time they wait for probes. */
  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class StartingPods extends StartingPodsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }

    @Override
    protected String image(String tag) {
      return "shop/web:" + tag;
    }
  }

  /** What only a simulated cluster can do. */
  @Nested
  class Simulation extends PodsContract {
    @Override
    protected KubernetesClient client() {
      return client;
    }

    @Override
    protected String image(String tag) {
      return "shop/web:" + tag;
    }

    @Test
    void nodes_areMarkedAsSimulated() {
      assertThat(client.nodes().list().getItems())
          .hasSize(3)
          .allMatch(node -> node.getMetadata().getName().startsWith("simulated-"));
    }

    @Test
    void load_isSharedAndMeasured() {
      client()
          .resource(
              new DeploymentBuilder(probed(2, "1"))
                  .editSpec()
                  .editTemplate()
                  .editMetadata()
                  .addToAnnotations("sim.berth.io/load", "0s=120")
                  .addToAnnotations("sim.berth.io/memory", "50Mi")
                  .endMetadata()
                  .endTemplate()
                  .endSpec()
                  .build())
          .create();
      eventually(() -> usage("cpu").filter(cpu -> cpu > 0.055 && cpu < 0.065).count() == 2);
      assertThat(usage("memory")).containsOnly((double) (50L << 20));
      assertThat(client().top().nodes().metrics().getItems()).hasSize(3);
    }

    private Stream<Double> usage(String resource) {
      return client().top().pods().metrics(namespace).getItems().stream()
          .map(pod -> pod.getContainers().getFirst().getUsage().get(resource))
          .map(quantity -> quantity.getNumericalAmount().doubleValue());
    }
  }
}
