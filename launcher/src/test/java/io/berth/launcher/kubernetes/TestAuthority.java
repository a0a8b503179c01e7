/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Issues certificates, by the JDK's own keytool. */
final class TestAuthority {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final Path store;

  TestAuthority(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.store = folder.resolve("authority.p12");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        "ca",
        "-dname",
        "CN=Test CA",
        "-ext",
        "bc:c",
        "-keyalg",
        "EC",
        "-validity",
        "30");
  }

  /** A certificate with its key. */
  final class Issued {

    private final KeyStore entries;

    private Issued(KeyStore entries) {
      this.entries = entries;
    }

    /** For a server. */
    SSLContext context() throws GeneralSecurityException {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(entries, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    }

    /** The field {@code client-certificate-data} or {@code certificate-authority-data}. */
    String certificateData() throws GeneralSecurityException {
      return data("CERTIFICATE", entries.getCertificate("it").getEncoded());
    }

    /** The field {@code client-key-data}. */
    String keyData() throws GeneralSecurityException {
      return data("PRIVATE KEY", entries.getKey("it", PASSWORD).getEncoded());
    }
  }

  /** The field {@code certificate-authority-data} of those who trust this authority. */
  String data() throws Exception {
    return data("CERTIFICATE", load(store).getCertificate("ca").getEncoded());
  }

  /**
   * Issues one.
   *
   * @param subject such as {@code CN=jane}
   * @param names such as {@code IP:127.0.0.1}
   * @param begin from today, as keytool takes it: {@code -10d}
   */
  Issued issue(String subject, String names, String begin, int days) throws Exception {
    Path own = folder.resolve(subject.replaceAll("\\W", "") + days + ".p12");
    String request = own + ".csr";
    String answer = own + ".crt";
    keytool(own, "-genkeypair", "-alias", "it", "-dname", subject, "-keyalg", "RSA");
    keytool(own, "-certreq", "-alias", "it", "-file", request);
    keytool(
        store,
        "-gencert",
        "-alias",
        "ca",
        "-infile",
        request,
        "-outfile",
        answer,
        "-ext",
        "san=" + names,
        "-startdate",
        begin,
        "-validity",
        String.valueOf(days));
    KeyStore entries = load(own);
    try (InputStream in = Files.newInputStream(Path.of(answer))) {
      var chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
      entries.setKeyEntry(
          "it", entries.getKey("it", PASSWORD), PASSWORD, chain.toArray(Certificate[]::new));
    }
    return new Issued(entries);
  }

  private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
    var entries = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      entries.load(in, PASSWORD);
    }
    return entries;
  }

  private static String data(String kind, byte[] content) {
    String pem =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), kind);
    return Base64.getEncoder().encodeToString(pem.getBytes(US_ASCII));
  }

  private static void keytool(Path store, String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", new String(PASSWORD)));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + output);
    }
  }
}
