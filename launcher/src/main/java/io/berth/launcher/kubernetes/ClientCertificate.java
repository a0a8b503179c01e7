/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The certificate by which an API server knows a user. */
final class ClientCertificate {

  private ClientCertificate() {}

  /** The user's name; empty if there is no certificate that can be read. */
  static String user(AuthInfo user) {
    return read(user).flatMap(ClientCertificate::commonName).orElse("");
  }

  /** A clause about a certificate that has expired; empty otherwise. */
  static String expiry(AuthInfo user) {
    return read(user)
        .map(certificate -> certificate.getNotAfter().toInstant())
        .filter(end -> end.isBefore(Instant.now()))
        .map(end -> ": its client certificate has expired, on " + end)
        .orElse("");
  }

  private static Optional<X509Certificate> read(AuthInfo user) {
    try {
      byte[] pem = bytes(user);
      return pem.length == 0
          ? Optional.empty()
          : Optional.of(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(pem)));
    } catch (IOException | CertificateException | IllegalArgumentException _) {
      return Optional.empty(); // The connection fails over it, and tells.
    }
  }

  private static byte[] bytes(AuthInfo user) throws IOException {
    String data = user.getClientCertificateData();
    if (data != null && !data.isEmpty()) {
      return Base64.getMimeDecoder().decode(data);
    }
    String file = user.getClientCertificate();
    return file == null || file.isEmpty() ? new byte[0] : Files.readAllBytes(Path.of(file));
  }

  private static Optional<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(Object::toString)
              .findFirst();
    } catch (InvalidNameException _) {
      return Optional.empty();
    }
  }
}
