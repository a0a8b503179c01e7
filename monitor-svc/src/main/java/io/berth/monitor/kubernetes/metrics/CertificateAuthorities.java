/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authorities of kubelets' serving certificates: the cluster's own, and those of a PEM file,
 * which is reloaded when it changes, as with a mounted ConfigMap.
 */
final class CertificateAuthorities {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateAuthorities.class);
  private static final String FIELD = "berth.kubelet.certificate-authority";

  private final List<X509Certificate> cluster;
  private final @Nullable Path bundle;
  private @Nullable FileTime loadedAt;
  private X509TrustManager trust;

  /**
   * @param cluster the API server's own authorities; where they and the bundle are empty, those of
   *     the Java platform are used
   * @param bundle PEM file with additional ones; null for none
   * @throws InvalidEventException where the bundle cannot be read or has no certificate
   */
  CertificateAuthorities(List<X509Certificate> cluster, @Nullable Path bundle) {
    this.cluster = List.copyOf(cluster);
    this.bundle = bundle;
    this.loadedAt = bundle == null ? null : modifiedAt(bundle);
    this.trust = trustManager(bundle == null ? List.of() : read(bundle));
  }

  /** The certificates of a kubeconfig: a base64-encoded PEM text, or a file's path. */
  static List<X509Certificate> ofKubeconfig(@Nullable String data, @Nullable String file) {
    if (data != null && !data.isBlank()) {
      return parse("certificate-authority-data", Base64.getMimeDecoder().decode(data));
    }
    return file == null || file.isBlank() ? List.of() : read(Path.of(file));
  }

  /** The trust manager with the current authorities. */
  synchronized X509TrustManager trustManager() {
    if (bundle != null) {
      reload(bundle);
    }
    return trust;
  }

  /** Keeps the current authorities where the changed file is invalid. */
  private void reload(Path file) {
    FileTime changed = modifiedAt(file);
    if (changed == null || changed.equals(loadedAt)) {
      return;
    }
    loadedAt = changed;
    try {
      trust = trustManager(read(file));
      LOG.info("Reloaded the authorities of kubelet certificates from {}", file);
    } catch (InvalidEventException e) {
      LOG.warn(
          "Reloading the authorities of kubelet certificates failed, keeping the current ones: {}",
          e.getMessage());
    }
  }

  private static @Nullable FileTime modifiedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException _) {
      return null;
    }
  }

  private static List<X509Certificate> read(Path file) {
    try {
      return parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw invalid(file + " (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static List<X509Certificate> parse(String where, byte[] pem) {
    try {
      List<X509Certificate> all = new ArrayList<>();
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        all.add((X509Certificate) certificate);
      }
      if (all.isEmpty()) {
        throw invalid(where + ", which has no certificate");
      }
      return all;
    } catch (GeneralSecurityException e) {
      throw invalid(where + ", which cannot be read (" + e.getMessage() + ")");
    }
  }

  private static InvalidEventException invalid(String found) {
    return new InvalidEventException(
        List.of(new InvalidField(FIELD, found, "a readable file of certificates in PEM")));
  }

  private X509TrustManager trustManager(List<X509Certificate> more) {
    try {
      List<X509Certificate> all = new ArrayList<>(cluster);
      all.addAll(more);
      KeyStore store = null;
      if (!all.isEmpty()) {
        store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate : all) {
          store.setCertificateEntry(Integer.toString(store.size()), certificate);
        }
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      TrustManager first = Objects.requireNonNull(factory.getTrustManagers()[0]);
      return (X509TrustManager) first;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The Java platform gives no trust manager", e);
    }
  }
}
