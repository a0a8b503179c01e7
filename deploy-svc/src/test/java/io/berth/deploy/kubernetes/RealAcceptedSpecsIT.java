/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.berth.deploy.planning.Plan;
import io.berth.deploy.testing.OddSpecs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** As {@link AcceptedSpecsTest}, by dry runs on the API server that KUBECONFIG names. */
@EnabledIfEnvironmentVariable(
    named = "KUBECONFIG",
    matches = ".+",
    disabledReason = "KUBECONFIG names no cluster: the specs are tried on the simulated one only")
class RealAcceptedSpecsIT {

  private static final int SPECS = Integer.getInteger("berth.deploy.specs", 500);

  @Test
  void anySpecThatBreaksNoRule_isAcceptedByTheApiServer() throws IOException {
    String kubeconfig = Files.readString(Path.of(System.getenv("KUBECONFIG")));
    Namespace namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("specs-" + Long.toString(System.nanoTime(), 36))
            .endMetadata()
            .build();
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.fromKubeconfig(kubeconfig))
                    .withRequestTimeout(120_000) // a busy machine makes a real server slow
                    .build())
            .build()) {
      client.resource(namespace).create();
      try {
        assertAccepted(client, namespace.getMetadata().getName());
      } finally {
        client.resource(namespace).delete();
      }
    }
  }

  private static void assertAccepted(KubernetesClient client, String namespace) {
    OddSpecs specs = new OddSpecs(29);
    int accepted = 0;
    for (int i = 0; i < SPECS; i++) {
      Optional<Plan.Apply> plan = specs.next();
      plan.ifPresent(
          it -> {
            assertAccepted(
                client, namespace, ReleaseRevisions.write(it.desired().app(), it.newRelease()));
            it.objects().stream()
                .filter(object -> !(object instanceof PodDisruptionBudget))
                .forEach(object -> assertAccepted(client, namespace, object));
          });
      accepted += plan.isPresent() ? 1 : 0;
    }
    assertThat(accepted).as("specs that break no rule").isBetween(SPECS / 10, SPECS * 9 / 10);
  }

  private static void assertAccepted(
      KubernetesClient client, String namespace, HasMetadata object) {
    object.getMetadata().setNamespace(namespace);
    String json = client.getKubernetesSerialization().asJson(object);
    assertThatCode(
            () ->
                client
                    .resource(object)
                    .dryRun(true)
                    .fieldManager("berth-deploy")
                    .forceConflicts()
                    .serverSideApply())
        .as(json.substring(0, Math.min(json.length(), 5000)))
        .doesNotThrowAnyException();
  }
}
