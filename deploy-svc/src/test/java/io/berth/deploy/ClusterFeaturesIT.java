/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.pod.ProjectedVolume;
import io.berth.events.command.pod.ProjectedVolume.ProjectedSource;
import io.berth.events.command.pod.ProjectedVolume.ServiceAccountToken;
import io.berth.events.command.pod.Volume;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What later versions of Kubernetes have; the simulated cluster is one of them. */
@ExtendWith(SharedHarness.class)
class ClusterFeaturesIT {

  private static final Harness berth = SharedHarness.get();

  @Test
  void grpcProbesAndTokens_areWrittenToThePods() {
    AppRef app = shop("grpc");
    Probe grpc =
        new Probe(
            new ProbeCheck.Grpc(9000, "shop.Cart"),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            3);
    ServiceAccountToken token = new ServiceAccountToken("token", "vault", Duration.ofHours(2));
    AppSpec spec =
        AppSpecBuilder.with(
            spec(GOOD, 3),
            it -> {
              it.probes = new Probes(grpc, grpc, null);
              it.volumes =
                  Map.of(
                      "/var/run/vault",
                      new Volume(
                          null,
                          null,
                          null,
                          null,
                          null,
                          new ProjectedVolume(
                              List.of(new ProjectedSource(token, null, null)), "0440"),
                          null));
            });

    assertThat(berth.concluded(berth.send(new Deploy(ANN, app, spec, false))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    PodSpec pod =
        berth
            .cluster
            .apps()
            .deployments()
            .inNamespace(app.namespace())
            .withName(app.name())
            .get()
            .getSpec()
            .getTemplate()
            .getSpec();
    assertThat(pod.getContainers().getFirst().getReadinessProbe().getGrpc())
        .satisfies(
            written -> {
              assertThat(written.getPort()).isEqualTo(9000);
              assertThat(written.getService()).isEqualTo("shop.Cart");
            });
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().startsWith("var-run-vault"))
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.getProjected().getDefaultMode()).isEqualTo(0440);
              assertThat(volume.getProjected().getSources().getFirst().getServiceAccountToken())
                  .satisfies(
                      written -> {
                        assertThat(written.getAudience()).isEqualTo("vault");
                        assertThat(written.getExpirationSeconds()).isEqualTo(7200);
                      });
            });
  }
}
