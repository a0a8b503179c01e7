/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.KnownApplications;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Well-known applications are rolled out, and the cluster keeps what their manifests say. */
@ExtendWith(SharedHarness.class)
class KnownApplicationsIT {

  private static final Harness berth = SharedHarness.get();

  private static Map<String, String> commands;

  @BeforeAll
  static void deployAll() {
    secret("mysql-pass", Map.of("password", "eA=="));
    secret("ingress-nginx-admission", Map.of("cert", "eA==", "key", "eA=="));
    secret("kubernetes-dashboard-certs", Map.of("dashboard.crt", "eA=="));
    berth
        .cluster
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("wp-pv-claim")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteMany")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
    berth
        .cluster
        .configMaps()
        .inNamespace("shop")
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("coredns")
                .endMetadata()
                .withData(Map.of("Corefile", ".:53 {}\n"))
                .build())
        .create();
    commands =
        KnownApplications.names()
            .collect(
                Collectors.toMap(
                    name -> name,
                    name -> send(TestApps.shop(name), KnownApplications.deploy(name).spec())));
  }

  private static void secret(String name, Map<String, String> data) {
    berth
        .cluster
        .secrets()
        .inNamespace("shop")
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(data)
                .build())
        .create();
  }

  @ParameterizedTest
  @MethodSource("io.berth.deploy.testing.KnownApplications#names")
  void knownApplication_isRolledOut_withWhatItsManifestSays(String name) {
    Concluded verdict = berth.concluded(commands.get(name));

    assertThat(verdict.verdict()).as("%s", verdict.diagnosis()).isEqualTo(Verdict.SUCCEEDED);
    Deployment deployment =
        berth.cluster.apps().deployments().inNamespace("shop").withName(name).get();
    JsonNode pod =
        JsonMapper.shared()
            .readTree(Serialization.asJson(deployment.getSpec().getTemplate().getSpec()));
    JsonNode expected = KnownApplications.expected(name);
    assertThat(KnownApplications.differences(expected.path("pod"), pod)).isEmpty();
    assertThat(
            KnownApplications.differences(
                expected.path("container").path("securityContext"),
                pod.path("containers").path(0).path("securityContext")))
        .isEmpty();
  }

  private static String send(AppRef app, AppSpec spec) {
    return berth.send(new Deploy(TestApps.ANN, app, spec, false));
  }
}
