/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 over the sorted labels. */
final class AlertFingerprint {

  private AlertFingerprint() {}

  static String of(Map<String, String> labels) {
    MessageDigest digest = sha256();
    new TreeMap<>(labels)
        .forEach(
            (name, value) -> {
              // 0xff is in no UTF-8 text, so no two label sets give the same bytes.
              digest.update(name.getBytes(UTF_8));
              digest.update((byte) 0xff);
              digest.update(value.getBytes(UTF_8));
              digest.update((byte) 0xff);
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
