/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.elasticsearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Elasticsearch's own security, as far as files can say it: TLS for HTTP, and users of the file
 * realm, which it reads again within seconds when they change.
 *
 * @param certificate a PEM file of what it presents
 * @param key a PEM file of the private key
 * @param roles the text of roles.yml
 * @param users who may come in
 */
public record NodeSecurity(Path certificate, Path key, String roles, List<User> users) {

  private static final int ITERATIONS = 10_000;

  /**
   * Somebody who may come in.
   *
   * @param name the user's
   * @param password which is stored as a hash alone
   * @param role one of roles.yml, or a built-in one
   */
  public record User(String name, String password, String role) {
    /** Without the password. */
    @Override
    public String toString() {
      return "User[" + name + ", " + role + "]";
    }
  }

  public NodeSecurity {
    users = List.copyOf(users);
  }

  List<String> yaml() {
    return List.of(
        "xpack.security.enabled: true",
        "xpack.security.enrollment.enabled: false",
        "xpack.security.http.ssl.enabled: true",
        "xpack.security.http.ssl.certificate: http.crt",
        "xpack.security.http.ssl.key: http.key");
  }

  void write(Path configuration) throws IOException {
    Files.copy(certificate, configuration.resolve("http.crt"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(key, configuration.resolve("http.key"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(configuration.resolve("roles.yml"), roles);
    write(configuration, users);
  }

  /** Users from now on: in a server that runs, within about five seconds. */
  static void write(Path configuration, List<User> users) throws IOException {
    Files.write(
        configuration.resolve("users_roles"),
        users.stream().map(user -> user.role() + ":" + user.name()).toList());
    Files.write(
        configuration.resolve("users"),
        users.stream().map(user -> user.name() + ":" + hash(user.password())).toList());
  }

  private static String hash(String password) {
    try {
      byte[] salt = new byte[32];
      new SecureRandom().nextBytes(salt);
      byte[] hash =
          SecretKeyFactory.getInstance("PBKDF2withHMACSHA512")
              .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256))
              .getEncoded();
      var base64 = Base64.getEncoder();
      return "{PBKDF2}%d$%s$%s"
          .formatted(ITERATIONS, base64.encodeToString(salt), base64.encodeToString(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no PBKDF2", e);
    }
  }
}
