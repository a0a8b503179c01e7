/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static io.berth.monitor.kubernetes.metrics.ScraperFixture.CART;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.RESOURCE;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.node;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.scrapeOnce;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.settings;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.monitor.kubernetes.TestNodes;
import io.berth.monitor.kubernetes.metrics.TestCertificates.Serving;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.NodeScrape;
import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses and failures of kubelets, and the order of sources and addresses. */
class KubeletResponsesIT {

  private static final List<MetricsSource> BOTH =
      List.of(MetricsSource.KUBELET, MetricsSource.API_SERVER_PROXY);
  private static final int NOBODYS_PORT = 1;
  private static final String PROXY = "/api/v1/nodes/node-1/proxy/metrics/resource";

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private ScraperFixture scraper;

  @BeforeAll
  static void makeCertificates() {
    certificates = new TestCertificates(folder);
  }

  @BeforeEach
  void makeScraper() {
    scraper = new ScraperFixture(certificates);
  }

  @AfterEach
  void closeScraper() throws Exception {
    scraper.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | Unauthorized | UNAUTHORIZED | ''",
        "403 | 'Forbidden (user=system:serviceaccount:berth:m, verb=get, resource=nodes, subresource=metrics)' | FORBIDDEN | subresource=metrics",
        "500 | 'runtime is down' | STATUS | 500 runtime is down",
        "302 | https://127.0.0.1:1/ | STATUS | 302"
      })
  void errorStatus_isReportedWithTheKubeletsMessage(
      int status, String body, FailureKind kind, String words) throws Exception {
    try (FakeKubelet kubelet =
        scraper.kubelet(Serving.BY_CLUSTER).answering(RESOURCE, status, body)) {
      ScrapeFailure why = scraper.failure(verified(), node(kubelet.port()));

      assertThat(why.kind()).isEqualTo(kind);
      assertThat(why.detail()).contains(words);
    }
  }

  @Test
  void kubeletWithoutMetricsResource_isScrapedAtCadvisor_fromThenOnOnlyThere() throws Exception {
    try (FakeKubelet kubelet =
        scraper
            .kubelet(Serving.BY_CLUSTER)
            .answering(RESOURCE, 404, "404 page not found")
            .answering("/metrics/cadvisor", 200, FakeKubelet.METRICS)) {
      NodeScraper kubelets = scraper.kubelets(verified());
      scrapeOnce(kubelets, node(kubelet.port()));
      scrapeOnce(kubelets, node(kubelet.port()));

      assertThat(kubelets.usages()).containsKey(CART);
      assertThat(kubelet.requestedPaths())
          .containsExactly(RESOURCE, "/metrics/cadvisor", "/metrics/cadvisor");
    }
    try (FakeKubelet other = scraper.kubelet(Serving.BY_CLUSTER).answering(RESOURCE, 404, "no")) {
      assertThat(scraper.failure(verified(), node(other.port())).kind())
          .isEqualTo(FailureKind.NOT_FOUND);
    }
  }

  @Test
  void hangingOrDrippingKubelet_isCutOffInTime() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (RawServer silent = RawServer.silent();
        FakeKubelet kubelet = new FakeKubelet("127.0.0.1", null);
        RawServer dripping =
            new RawServer(
                connection -> {
                  connection
                      .getOutputStream()
                      .write("HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n".getBytes());
                  try {
                    while (true) {
                      connection.getOutputStream().write('x');
                      connection.getOutputStream().flush();
                      Thread.onSpinWait();
                    }
                  } finally {
                    gone.countDown();
                  }
                })) {
      assertThat(scraper.failure(verified(), node(silent.port())).kind())
          .isEqualTo(FailureKind.TIMED_OUT);
      HttpClient http =
          KubeletHttpClients.direct(
              Config.empty(), new InsecureTrustManager(), Duration.ofSeconds(2));
      MetricsTextClient plain = new MetricsTextClient(http, Duration.ofSeconds(2));
      assertThat(plain.get(uri(kubelet.port()))).succeedsWithin(Duration.ofMinutes(1));
      assertThat(ScrapeFailures.of(thrown(plain, dripping.port())).kind())
          .isIn(FailureKind.TIMED_OUT, FailureKind.TOO_LARGE);
      await().atMost(Duration.ofMinutes(8)).until(() -> gone.getCount() == 0);
    }
  }

  @Test
  void serverWithoutTls_isDistinguishedFromAClosedPort() throws Exception {
    try (RawServer plain =
            new RawServer(
                connection ->
                    connection
                        .getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()));
        RawServer closing = new RawServer(_ -> {});
        RawServer pending = RawServer.withoutCertificate()) {
      assertThat(scraper.failure(verified(), node(plain.port())).kind())
          .isEqualTo(FailureKind.NOT_TLS);
      assertThat(scraper.failure(verified(), node(closing.port())).kind())
          .isEqualTo(FailureKind.CLOSED);
      assertThat(scraper.failure(verified(), node(pending.port())).kind())
          .isEqualTo(FailureKind.NO_SERVING_CERTIFICATE);
      ScrapeFailure refused = scraper.failure(verified(), node(NOBODYS_PORT));
      assertThat(refused.kind()).isEqualTo(FailureKind.REFUSED);
      assertThat(refused.detail()).startsWith("at 127.0.0.1:" + NOBODYS_PORT);
    }
  }

  @Test
  void unresolvableNameAndMissingAddress_areReported() throws Exception {
    Node unknown = TestNodes.ready("node-1", 10250, "InternalIP=no-such-host.invalid");
    Node none = TestNodes.ready("node-1", 10250, "InternalDNS=node-1.internal");

    assertThat(scraper.failure(verified(), unknown).kind()).isEqualTo(FailureKind.UNKNOWN_HOST);
    ScrapeFailure why = scraper.failure(verified(), none);
    assertThat(why.kind()).isEqualTo(FailureKind.NO_ADDRESS);
    assertThat(why.detail()).contains("node-1.internal");
  }

  @Test
  void dualStackNode_isScrapedAtTheReachableAddress_andThereFirstFromThenOn() throws Exception {
    try (FakeKubelet kubelet = scraper.kubelet(Serving.BY_CLUSTER)) {
      Node node =
          TestNodes.ready("node-1", kubelet.port(), "InternalIP=::1", "InternalIP=127.0.0.1");
      NodeScraper kubelets = scraper.kubelets(verified());

      assertThat(scrapeOnce(kubelets, node).failures()).isEmpty();
      assertThat(scrapeOnce(kubelets, node).answeredBy()).isEqualTo(MetricsSource.KUBELET);
    }
    try (FakeKubelet six = new FakeKubelet("::1", certificates.context(Serving.BY_CLUSTER))) {
      Node node = TestNodes.ready("node-1", six.port(), "InternalIP=0:0:0:0:0:0:0:1");
      assertThat(scraper.answered(verified(), node)).isEqualTo(MetricsSource.KUBELET);
    }
  }

  @Test
  void apiServerProxy_isScrapedAfterTheKubelet_inTheOrderOfTheSources() throws Exception {
    try (FakeKubelet kubelet = scraper.kubelet(Serving.SELF_SIGNED);
        FakeKubelet server =
            scraper.kubelet(Serving.BY_CLUSTER).answering(PROXY, 200, FakeKubelet.METRICS)) {
      NodeScrape scrape =
          scrapeOnce(
              scraper.kubelets(settings(BOTH, null, false), server.port()), node(kubelet.port()));

      assertThat(scrape.answeredBy()).isEqualTo(MetricsSource.API_SERVER_PROXY);
      assertThat(scrape.failures()).containsOnlyKeys(MetricsSource.KUBELET);
      assertThat(server.requestedPaths()).containsExactly(PROXY);
      assertThat(kubelet.requestedPaths()).isEmpty();
    }
  }

  @Test
  void forbiddenApiServerProxy_isReportedWithTheServersMessage() throws Exception {
    String status =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"message\":\"nodes \\\"node-1\\\" is forbidden:"
            + " User \\\"m\\\" cannot get resource \\\"nodes/proxy\\\"\",\"code\":403}";
    try (FakeKubelet server = scraper.kubelet(Serving.BY_CLUSTER).answering(PROXY, 403, status)) {
      KubeletSettings proxyAlone = settings(List.of(MetricsSource.API_SERVER_PROXY), null, false);
      ScrapeFailure why =
          scrapeOnce(scraper.kubelets(proxyAlone, server.port()), node(1))
              .failures()
              .get(MetricsSource.API_SERVER_PROXY);

      assertThat(why.kind()).isEqualTo(FailureKind.FORBIDDEN);
      assertThat(why.detail())
          .isEqualTo(
              "nodes \"node-1\" is forbidden: User \"m\" cannot get resource \"nodes/proxy\"");
    }
  }

  @Test
  void failingNodes_doNotAffectTheOthers_andDeletedNodesAreRemoved() throws Exception {
    try (FakeKubelet well = scraper.kubelet(Serving.BY_CLUSTER);
        FakeKubelet refused = scraper.kubelet(Serving.SELF_SIGNED);
        RawServer silent = RawServer.silent()) {
      Node one = node(well.port());
      Node two = TestNodes.ready("node-2", refused.port(), "InternalIP=127.0.0.1");
      Node three = TestNodes.ready("node-3", silent.port(), "InternalIP=127.0.0.1");
      NodeScraper kubelets = scraper.kubelets(verified());

      kubelets.startScrape(List.of(one, two, three));
      await()
          .atMost(Duration.ofMinutes(8))
          .until(() -> kubelets.scrapes().keySet().containsAll(List.of("node-1", "node-2")));
      assertThat(kubelets.usages()).containsKey(CART);
      await().atMost(Duration.ofMinutes(8)).until(() -> kubelets.scrapes().size() == 3);

      kubelets.startScrape(List.of(one));
      assertThat(kubelets.scrapes()).containsOnlyKeys("node-1");
    }
  }

  private static URI uri(int port) {
    return URI.create("http://127.0.0.1:" + port + RESOURCE);
  }

  private static Throwable thrown(MetricsTextClient texts, int port) {
    return texts.get(uri(port)).handle((_, failure) -> failure).join();
  }
}
