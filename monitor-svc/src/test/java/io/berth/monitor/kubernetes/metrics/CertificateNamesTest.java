/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {

  /** For DNS node-1 and *.nodes.internal, and IP 10.0.0.1 and fd00::1. */
  private static CertificateNames names(String resource) throws Exception {
    try (InputStream in = CertificateNamesTest.class.getResourceAsStream(resource)) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return new CertificateNames((X509Certificate) factory.generateCertificate(in));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "node-1, true",
    "NODE-1, true",
    "node-10, false",
    "node-1.nodes.internal, true",
    "a.b.nodes.internal, false",
    "nodes.internal, false",
    "10.0.0.1, true",
    "10.0.0.10, false",
    "fd00::1, true",
    "fd00:0:0:0:0:0:0:1, true",
    "FD00::0001, true",
    "fd00::2, false",
    "'', false"
  })
  void hostNameOrAddress_matches_asTheSubjectAlternativeNamesSay(String host, boolean matches)
      throws Exception {
    assertThat(names("names.pem").matchesAny(List.of(host))).isEqualTo(matches);
  }

  @Test
  void commonName_isIgnored() throws Exception {
    CertificateNames names = names("common-name.pem");

    assertThat(names.matchesAny(List.of("node-1"))).isFalse();
    assertThat(names.toString()).isEmpty();
  }

  @Test
  void names_areFormattedLikeOpenssl() throws Exception {
    assertThat(names("names.pem").toString())
        .isEqualTo("DNS:node-1, DNS:*.nodes.internal, IP:10.0.0.1, IP:fd00:0:0:0:0:0:0:1");
  }
}
