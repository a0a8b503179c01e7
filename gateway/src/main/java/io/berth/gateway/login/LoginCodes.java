/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Codes that let somebody in once, for a while. They are kept in memory: a gateway that starts anew
 * has none. Safe for use by several threads.
 */
public final class LoginCodes {

  private static final int MOST = 1000;
  private static final int BYTES = 32;

  private record Invitation(String name, Instant until) {}

  private final Duration lifetime;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Invitation> open = new LinkedHashMap<>();

  /**
   * @param lifetime how long a code works
   */
  public LoginCodes(Duration lifetime) {
    this.lifetime = lifetime;
  }

  /** A new code for somebody; the oldest is dropped when there are too many. */
  public synchronized String issue(String name, Instant now) {
    open.values().removeIf(invitation -> !now.isBefore(invitation.until()));
    if (open.size() >= MOST) {
      open.remove(open.keySet().iterator().next());
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    open.put(code, new Invitation(name, now.plus(lifetime)));
    return code;
  }

  /** Uses a code up; whose it was, if it was there and in time. */
  public synchronized Optional<String> redeem(String code, Instant now) {
    return Optional.ofNullable(open.remove(code))
        .filter(invitation -> now.isBefore(invitation.until()))
        .map(Invitation::name);
  }
}
