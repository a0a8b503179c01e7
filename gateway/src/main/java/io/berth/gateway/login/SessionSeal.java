/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals who somebody is and until when into a text that only a holder of the key can make
 * (HMAC-SHA256). Every gateway with the same API token can open it, also after a restart; a new
 * token ends every session.
 */
public final class SessionSeal {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param apiToken the key is derived from it
   */
  public SessionSeal(String apiToken) {
    this.key =
        new SecretKeySpec(
            hmac(new SecretKeySpec(apiToken.getBytes(UTF_8), ALGORITHM), "berth session v1"),
            ALGORITHM);
  }

  public String seal(String name, Instant until) {
    String content = encode(name.getBytes(UTF_8)) + "." + until.getEpochSecond();
    return content + "." + encode(hmac(key, content));
  }

  /** Whose seal it is, if it is whole and in time. */
  public Optional<String> open(String sealed, Instant now) {
    int dot = sealed.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String content = sealed.substring(0, dot);
    byte[] seal = encode(hmac(key, content)).getBytes(UTF_8);
    if (!MessageDigest.isEqual(seal, sealed.substring(dot + 1).getBytes(UTF_8))) {
      return Optional.empty();
    }
    // What is sealed was made by seal(), so it has both parts.
    int inner = content.indexOf('.');
    Instant until = Instant.ofEpochSecond(Long.parseLong(content.substring(inner + 1)));
    return now.isBefore(until)
        ? Optional.of(new String(Base64.getUrlDecoder().decode(content.substring(0, inner)), UTF_8))
        : Optional.empty();
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hmac(SecretKeySpec key, String content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(content.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
