/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority that signs certificates, made by Java's own keytool.
 *
 * @param folder where its files lie
 * @param name its own
 * @param certificate of itself, a PEM file
 */
record CertificateAuthority(Path folder, String name, Path certificate) {

  private static final String PASSWORD = "changeit";

  /**
   * What a server presents.
   *
   * @param certificate a PEM file
   * @param key a PEM file
   */
  record Signed(Path certificate, Path key) {}

  static CertificateAuthority make(Path folder, String name) throws Exception {
    var authority = new CertificateAuthority(folder, name, folder.resolve(name + ".crt"));
    authority.generate(name, "-ext", "bc:c");
    authority.pem(
        authority.certificate, "CERTIFICATE", authority.store().getCertificate(name).getEncoded());
    return authority;
  }

  /** For a server of these names, as keytool writes them: {@code dns:localhost,ip:127.0.0.1}. */
  Signed sign(String server, String names) throws Exception {
    generate(server, "-signer", name, "-ext", "SAN=" + names);
    KeyStore store = store();
    Key key = store.getKey(server, PASSWORD.toCharArray());
    return new Signed(
        pem(
            folder.resolve(server + ".crt"),
            "CERTIFICATE",
            store.getCertificate(server).getEncoded()),
        pem(folder.resolve(server + ".key"), "PRIVATE KEY", key.getEncoded()));
  }

  /** Trusts what it signed. */
  SSLContext trusted() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(name, store().getCertificate(name));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return tls;
  }

  private void generate(String alias, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys().toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(more));
    Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(made.getInputStream().readAllBytes(), UTF_8);
    if (made.waitFor() != 0) {
      throw new IOException("keytool made no certificate: " + told);
    }
  }

  private Path keys() {
    return folder.resolve(name + ".p12");
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys())) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private Path pem(Path file, String what, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }
}
