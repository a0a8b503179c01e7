/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static io.berth.monitor.kubernetes.metrics.ScraperFixture.CART;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.KUBELET;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.TOKEN;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.node;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.scrapeOnce;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.settings;
import static io.berth.monitor.kubernetes.metrics.ScraperFixture.verified;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.monitor.kubernetes.metrics.TestCertificates.Authority;
import io.berth.monitor.kubernetes.metrics.TestCertificates.Serving;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.api.model.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kubelets on loopback with serving certificates as found in real clusters. */
class KubeletCertificatesIT {

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
  @CsvSource({"BY_CLUSTER", "BY_CLUSTER_FOR_THE_NAME"})
  void certificateOfTheClustersAuthority_isAccepted_forTheNodesNameOrAddress(Serving serving)
      throws Exception {
    try (FakeKubelet kubelet = scraper.kubelet(serving)) {
      assertThat(scraper.answered(verified(), node(kubelet.port())))
          .isEqualTo(MetricsSource.KUBELET);
      assertThat(kubelet.authorizations()).containsOnly("Bearer " + TOKEN);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELF_SIGNED | UNKNOWN_AUTHORITY | issuer CN=node-1-ca@1795984391",
        "FOR_ANOTHER_NAME | OTHER_NAME | found DNS:node-9, IP:10.0.0.9, wanted one of 127.0.0.1, node-1",
        "WITH_A_COMMON_NAME_ALONE | OTHER_NAME | found no subject alternative name, only CN=node-1",
        "EXPIRED | EXPIRED | valid until",
        "NOT_YET_VALID | NOT_YET_VALID | valid from",
        "FOR_CLIENTS_ALONE | CERTIFICATE_REJECTED | Extended key usage"
      })
  void invalidCertificate_isRejected_andNoTokenIsSent(
      Serving serving, FailureKind kind, String words) throws Exception {
    try (FakeKubelet kubelet = scraper.kubelet(serving)) {
      ScrapeFailure why = scraper.failure(verified(), node(kubelet.port()));

      assertThat(why.kind()).isEqualTo(kind);
      assertThat(why.detail()).contains(words);
      assertThat(kubelet.requestedPaths()).isEmpty();
    }
  }

  @Test
  void selfSignedCertificate_isAccepted_onceItIsInTheAuthoritiesFile() throws Exception {
    Path bundle = folder.resolve("bundle.pem");
    Files.writeString(bundle, certificates.pem(Authority.CLUSTER));
    try (FakeKubelet kubelet = scraper.kubelet(Serving.SELF_SIGNED)) {
      NodeScraper kubelets = scraper.kubelets(settings(KUBELET, bundle, false));
      Node node = node(kubelet.port());
      assertThat(scrapeOnce(kubelets, node).failures().get(MetricsSource.KUBELET).kind())
          .isEqualTo(FailureKind.UNKNOWN_AUTHORITY);

      Files.writeString(
          bundle, certificates.pem(Authority.CLUSTER) + certificates.pem(Authority.OWN));
      Files.setLastModifiedTime(bundle, FileTime.from(Instant.now().plusSeconds(60)));

      assertThat(scrapeOnce(kubelets, node).answeredBy()).isEqualTo(MetricsSource.KUBELET);
      assertThat(kubelets.usages()).containsKey(CART);
    }
  }

  @ParameterizedTest
  @CsvSource({"SELF_SIGNED", "EXPIRED", "FOR_ANOTHER_NAME"})
  void everyCertificate_isAccepted_withInsecureTls(Serving serving) throws Exception {
    try (FakeKubelet kubelet = scraper.kubelet(serving)) {
      assertThat(scraper.answered(settings(KUBELET, null, true), node(kubelet.port())))
          .isEqualTo(MetricsSource.KUBELET);
    }
  }
}
