/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.sampling.MetricsSource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Scrapes kubelets through the API server's proxy, which connects to them and verifies them itself.
 * The required right, {@code nodes/proxy}, also allows running commands in every pod.
 */
final class ApiServerProxyMetricsSource implements NodeMetricsSource {

  private final MetricsTextClient textClient;
  private final String server;

  ApiServerProxyMetricsSource(KubernetesClient client, Duration timeout) {
    this.textClient = new MetricsTextClient(KubeletHttpClients.withoutRetries(client), timeout);
    this.server = client.getMasterUrl().toString().replaceAll("/$", "");
  }

  @Override
  public MetricsSource source() {
    return MetricsSource.API_SERVER_PROXY;
  }

  @Override
  public CompletableFuture<String> scrape(Node node) {
    return textClient.get(
        URI.create(
            server + "/api/v1/nodes/" + node.getMetadata().getName() + "/proxy/metrics/resource"));
  }

  @Override
  public void close() {
    // The API server's client is closed by the caller.
  }
}
