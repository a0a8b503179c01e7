/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.monitor.kubernetes.TestNodes;
import io.berth.monitor.kubernetes.metrics.TestCertificates.Authority;
import io.berth.monitor.kubernetes.metrics.TestCertificates.Serving;
import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.NodeScrape;
import io.berth.monitor.sampling.ScrapeFailure;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scrapes kubelets on loopback like the service, with the credentials of a kubeconfig. */
final class ScraperFixture implements AutoCloseable {

  static final ContainerRef CART = new ContainerRef("shop", "cart-1", "cart");
  static final String RESOURCE = "/metrics/resource";
  static final String TOKEN = "token-of-monitor";

  /** Long enough for a TLS handshake on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  static final List<MetricsSource> KUBELET = List.of(MetricsSource.KUBELET);

  private final TestCertificates certificates;
  private final List<AutoCloseable> open = new ArrayList<>();

  ScraperFixture(TestCertificates certificates) {
    this.certificates = certificates;
  }

  FakeKubelet kubelet(Serving serving) throws Exception {
    return new FakeKubelet("127.0.0.1", certificates.context(serving));
  }

  static Node node(int port) {
    return TestNodes.ready("node-1", port, "InternalIP=127.0.0.1");
  }

  static KubeletSettings verified() {
    return settings(KUBELET, null, false);
  }

  static KubeletSettings settings(
      List<MetricsSource> sources, @Nullable Path authority, boolean insecure) {
    return new KubeletSettings(
        sources, authority, insecure, List.of("InternalIP", "Hostname"), 0, TIMEOUT);
  }

  NodeScraper kubelets(KubeletSettings settings) throws Exception {
    return kubelets(settings, 1);
  }

  /**
   * Kubelets of a cluster.
   *
   * @param apiServer its port on loopback
   */
  NodeScraper kubelets(KubeletSettings settings, int apiServer) throws Exception {
    byte[] authority = certificates.pem(Authority.CLUSTER).getBytes(US_ASCII);
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://127.0.0.1:" + apiServer)
            .withOauthToken(TOKEN)
            .withCaCertData(Base64.getEncoder().encodeToString(authority))
            .build();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
    NodeScraper kubelets =
        new NodeScraper(
            NodeMetricsSourceFactory.of(settings, client, Clock.systemUTC()),
            Clock.systemUTC(),
            new SimpleMeterRegistry());
    open.add(kubelets);
    open.add(client);
    return kubelets;
  }

  @Nullable MetricsSource answered(KubeletSettings settings, Node node) throws Exception {
    return scrapeOnce(kubelets(settings), node).answeredBy();
  }

  ScrapeFailure failure(KubeletSettings settings, Node node) throws Exception {
    NodeScrape scrape = scrapeOnce(kubelets(settings), node);
    assertThat(scrape.answeredBy()).isNull();
    return scrape.failures().get(MetricsSource.KUBELET);
  }

  /** Scrapes once and waits for the result. */
  static NodeScrape scrapeOnce(NodeScraper kubelets, Node node) {
    NodeScrape before = kubelets.scrapes().get("node-1");
    kubelets.startScrape(List.of(node));
    return await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> kubelets.scrapes().get("node-1"),
            now -> now != null && (before == null || now != before));
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
