/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OwnClustersTest {

  private static final OwnCluster KIND =
      new OwnCluster("dc-b", "/with space/k:1", "arn:aws:eks:x", "https://127.0.0.1:6443");

  @Test
  void descriptionOfASuite_keepsThem() {
    var description = new Properties();

    new OwnClusters(List.of(KIND), Map.of()).write(description);

    var read = OwnClusters.read(description, List.of("dc-a", "dc-b"));
    assertThat(read.clusters()).containsExactly(KIND);
    assertThat(read.names()).containsExactly("dc-b");
    assertThat(OwnClusters.read(new Properties(), List.of("dc-a", "dc-b")).isEmpty()).isTrue();
  }

  @Test
  void settingsForRealClusters_reachTheServiceThatReadsThem_andNoOther() {
    var own =
        OwnClusters.of(
            List.of(KIND),
            Map.of(
                "BERTH_REGISTRY_PIN", "never",
                "BERTH_KUBELET_INSECURE_TLS", "true",
                "BERTH_METRICS_SOURCES", "kubelet",
                "BERTH_API_TOKEN", "secret",
                "PATH", "/bin"));

    assertThat(own.settingsOf("deploy-svc")).containsOnlyKeys("BERTH_REGISTRY_PIN");
    assertThat(own.settingsOf("monitor-svc"))
        .containsOnlyKeys("BERTH_KUBELET_INSECURE_TLS", "BERTH_METRICS_SOURCES");
    assertThat(own.settingsOf("gateway")).isEmpty();
    assertThat(own.settings()).doesNotContainValue("secret");
  }
}
