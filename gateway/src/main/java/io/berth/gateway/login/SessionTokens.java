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
 * Issues and verifies session tokens: a name and an expiry, signed with HMAC-SHA256. Every gateway
 * with the same API token can verify them, also after a restart; a new API token ends every
 * session.
 */
public final class SessionTokens {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param apiToken the key is derived from it
   */
  public SessionTokens(String apiToken) {
    this.key =
        new SecretKeySpec(
            hmac(new SecretKeySpec(apiToken.getBytes(UTF_8), ALGORITHM), "berth session v1"),
            ALGORITHM);
  }

  public String issue(String name, Instant until) {
    String content = encode(name.getBytes(UTF_8)) + "." + until.getEpochSecond();
    return content + "." + encode(hmac(key, content));
  }

  /** The name in a token, if its signature is right and it has not expired. */
  public Optional<String> verify(String token, Instant now) {
    int dot = token.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String content = token.substring(0, dot);
    byte[] signature = encode(hmac(key, content)).getBytes(UTF_8);
    if (!MessageDigest.isEqual(signature, token.substring(dot + 1).getBytes(UTF_8))) {
      return Optional.empty();
    }
    // The signature is right, so issue() made the content and it has both parts.
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
