/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A watch that goes on from a version that this server never gave out, or has forgotten. */
class ResumedWatchTest {

  @ParameterizedTest(name = "resourceVersion {0}")
  @ValueSource(strings = {"1", "9000000000000000"})
  void watch_fromUnknownVersion_isToldToListAgain(String version) throws Exception {
    var ended = new CompletableFuture<WatcherException>();
    try (var cluster = SimulatedCluster.start("dc-a");
        var client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
        var _ =
            client
                .configMaps()
                .inNamespace("default")
                .watch(
                    new ListOptionsBuilder().withResourceVersion(version).build(), ending(ended))) {

      assertThat(ended.get(20, TimeUnit.SECONDS).isHttpGone()).isTrue();
    }
  }

  private static Watcher<ConfigMap> ending(CompletableFuture<WatcherException> ended) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, ConfigMap configMap) {}

      @Override
      public void onClose(WatcherException cause) {
        ended.complete(cause);
      }
    };
  }
}
