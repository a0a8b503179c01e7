/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

/** Reads the certificate authority that signed the certificate of Elasticsearch. */
public final class TrustedAuthority {

  /** The bundle's name among Spring Boot's SSL bundles. */
  public static final String BUNDLE = "elasticsearch";

  private static final String NAME = "BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY";

  private TrustedAuthority() {}

  /**
   * Reads a PEM file.
   *
   * @param file with one certificate or several; blank for those that Java trusts
   * @throws IllegalArgumentException with the setting's name, where it cannot be read
   */
  public static SslBundle read(String file) {
    if (file.isBlank()) {
      return SslBundle.of(SslStoreBundle.NONE);
    }
    try {
      var certificates = PemContent.of(Files.readString(Path.of(file))).getCertificates();
      if (!certificates.isEmpty()) {
        return SslBundle.of(new PemSslStoreBundle(null, PemSslStore.of(certificates, null)));
      }
    } catch (MalformedInputException | IllegalStateException e) {
      // It has something else in it: said below.
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s is '%s', which cannot be read (%s): wanted a PEM file that this process may read"
              .formatted(NAME, file, e.getClass().getSimpleName()));
    }
    throw new IllegalArgumentException(
        "%s is '%s', which has no certificate in PEM (-----BEGIN CERTIFICATE-----)"
            .formatted(NAME, file));
  }
}
