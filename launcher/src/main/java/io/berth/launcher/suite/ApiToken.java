/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The bearer token by which programs of this machine's owner talk to the gateway. */
final class ApiToken {

  private static final int BYTES = 32;

  private ApiToken() {}

  /** The token of this suite; made once, in a file that only its owner can read. */
  static String of(SuiteFolder folder) {
    try {
      if (Files.exists(folder.token())) {
        return Files.readString(folder.token()).strip();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder.token() + "; delete it", e);
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    SuiteFolder.writePrivately(folder.token(), token + "\n");
    return token;
  }
}
