/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.realcluster;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.onSharedNode;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Drifted;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What a real API server makes of our objects is no drift; what somebody makes of them is. */
@EnabledIfEnvironmentVariable(
    named = "KUBECONFIG",
    matches = ".+",
    disabledReason = "KUBECONFIG names no cluster")
@OnRealCluster
class RealDriftIT {

  /** A node that is told to run it fails at once. */
  private static final String NOWHERE = "127.0.0.1:1/shop/cart:1.0.0";

  private final AppRef app =
      new AppRef("berth-" + UUID.randomUUID().toString().substring(0, 8), "cart");

  private Harness berth;
  private KubernetesClient somebody;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    Path kubeconfig = Path.of(System.getenv("KUBECONFIG"));
    berth = new Harness(kubeconfig, directory, "--berth.registry.pin=never");
    berth.createNamespace(app.namespace());
    berth.start();
    somebody =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.fromKubeconfig(new File(kubeconfig.toString())))
                    .withUserAgent("kubectl-edit")
                    .build())
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    berth.cluster.namespaces().withName(app.namespace()).delete();
    somebody.close();
    berth.close();
  }

  @Test
  void onlyTheExternallyChangedField_hasDrifted() {
    String id = berth.send(new Deploy(ANN, app, onSharedNode(spec(NOWHERE, 3)), false));
    await().until(() -> berth.operationsOf(id).stream().anyMatch(Applied.class::isInstance));

    change(it -> it.edit().editMetadata().addToLabels("example.com/touched", "true").and().build());
    change(it -> it.edit().editSpec().withReplicas(5).endSpec().build());

    await().until(() -> !drifts().isEmpty());
    assertThat(drifts())
        .singleElement()
        .satisfies(
            drift -> {
              assertThat(drift.object()).isEqualTo("Deployment/cart");
              assertThat(drift.field()).isEqualTo("spec.replicas");
              assertThat(drift.found()).isEqualTo("5");
              assertThat(drift.wanted()).isEqualTo("3");
              assertThat(drift.manager()).isEqualTo("kubectl-edit");
              assertThat(drift.changedAt()).isNotNull();
            });
  }

  private List<Drifted> drifts() {
    return berth.operationsOn(app).stream()
        .filter(Drifted.class::isInstance)
        .map(Drifted.class::cast)
        .toList();
  }

  private void change(UnaryOperator<Deployment> change) {
    await()
        .ignoreException(KubernetesClientException.class)
        .until(
            () ->
                somebody
                        .apps()
                        .deployments()
                        .inNamespace(app.namespace())
                        .withName(app.name())
                        .edit(change)
                    != null);
  }
}
