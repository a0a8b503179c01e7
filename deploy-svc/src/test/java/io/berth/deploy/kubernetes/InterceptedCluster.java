/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A simulated cluster with two clients.
 *
 * @param client a test sees each of its requests before it is sent
 * @param other a test sees none of its requests
 */
record InterceptedCluster(SimulatedCluster cluster, KubernetesClient client, KubernetesClient other)
    implements AutoCloseable {

  static InterceptedCluster start(Path directory, Consumer<HttpRequest> before) {
    SimulatedCluster cluster = SimulatedCluster.start("dc-a");
    Path kubeconfig = cluster.writeKubeconfig(directory.resolve("kubeconfig"));
    Interceptor interceptor =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            before.accept(request);
          }
        };
    return new InterceptedCluster(
        cluster,
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("test", interceptor))
            .build(),
        KubernetesClients.open(kubeconfig.toString()));
  }

  @Override
  public void close() {
    client.close();
    other.close();
    cluster.close();
  }
}
