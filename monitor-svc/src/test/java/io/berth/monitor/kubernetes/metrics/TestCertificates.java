/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Authorities and serving certificates, made by the JDK's keytool: that of the cluster, and one
 * that a kubelet makes for itself as {@code NAME-ca@TIME}.
 */
final class TestCertificates {

  private static final String PASSWORD = "changeit";

  /** Two authorities that sign. */
  enum Authority {
    CLUSTER("CN=kubernetes"),
    OWN("CN=node-1-ca@1795984391");

    private final String name;

    Authority(String name) {
      this.name = name;
    }
  }

  /** A serving certificate by the name of its tests. */
  enum Serving {
    BY_CLUSTER(Authority.CLUSTER, "SAN=ip:127.0.0.1,ip:::1", "-1d"),
    BY_CLUSTER_FOR_THE_NAME(Authority.CLUSTER, "SAN=dns:node-1", "-1d"),
    SELF_SIGNED(Authority.OWN, "SAN=dns:node-1", "-1d"),
    FOR_ANOTHER_NAME(Authority.CLUSTER, "SAN=dns:node-9,ip:10.0.0.9", "-1d"),
    WITH_A_COMMON_NAME_ALONE(Authority.CLUSTER, "", "-1d"),
    EXPIRED(Authority.CLUSTER, "SAN=ip:127.0.0.1", "-20d"),
    NOT_YET_VALID(Authority.CLUSTER, "SAN=ip:127.0.0.1", "+5d"),
    FOR_CLIENTS_ALONE(Authority.CLUSTER, "SAN=ip:127.0.0.1", "-1d");

    private final Authority authority;
    private final String names;
    private final String from;

    Serving(Authority authority, String names, String from) {
      this.authority = authority;
      this.names = names;
      this.from = from;
    }

    private String alias() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Path folder;

  TestCertificates(Path folder) {
    this.folder = folder;
    for (Authority authority : Authority.values()) {
      keytool(
          authority,
          List.of(
              "-alias", "ca", "-dname", authority.name, "-ext", "bc:c=ca:true", "-validity", "30"));
    }
    for (Serving serving : Serving.values()) {
      List<String> words =
          new ArrayList<>(
              List.of(
                  "-alias",
                  serving.alias(),
                  "-signer",
                  "ca",
                  "-dname",
                  "CN=node-1",
                  "-startdate",
                  serving.from,
                  "-validity",
                  "10"));
      if (!serving.names.isEmpty()) {
        words.addAll(List.of("-ext", serving.names));
      }
      if (serving == Serving.FOR_CLIENTS_ALONE) {
        words.addAll(List.of("-ext", "eku=clientAuth"));
      }
      keytool(serving.authority, words);
    }
  }

  private void keytool(Authority authority, List<String> words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file(authority).toString(),
                "-storepass",
                PASSWORD));
    command.addAll(words);
    try {
      Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(made.getInputStream().readAllBytes(), UTF_8);
      if (made.waitFor() != 0) {
        throw new IOException("keytool made no certificate: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Path file(Authority authority) {
    return folder.resolve(authority + ".p12");
  }

  /** The authority's own certificate as a PEM text. */
  String pem(Authority authority) throws IOException, GeneralSecurityException {
    byte[] der = store(authority).getCertificate("ca").getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }

  /** For a server that shows this certificate. */
  SSLContext context(Serving serving) throws IOException, GeneralSecurityException {
    KeyStore all = store(serving.authority);
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    char[] password = PASSWORD.toCharArray();
    String alias = serving.alias();
    one.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(one, password);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    return tls;
  }

  private KeyStore store(Authority authority) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file(authority))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }
}
