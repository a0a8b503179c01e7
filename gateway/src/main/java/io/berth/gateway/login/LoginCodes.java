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
 * Codes of login links, valid once and for a limited time. They are kept in memory, so a restart
 * invalidates them. Thread-safe.
 */
public final class LoginCodes {

  private static final int MAX_OPEN = 1000;
  private static final int BYTES = 32;

  private record OpenCode(String name, Instant until) {}

  private final Duration lifetime;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, OpenCode> open = new LinkedHashMap<>();

  /**
   * @param lifetime how long a code is valid
   */
  public LoginCodes(Duration lifetime) {
    this.lifetime = lifetime;
  }

  /** Issues a code; the oldest is dropped if there are too many. */
  public synchronized String issue(String name, Instant now) {
    open.values().removeIf(issued -> !now.isBefore(issued.until()));
    if (open.size() >= MAX_OPEN) {
      open.remove(open.keySet().iterator().next());
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    open.put(code, new OpenCode(name, now.plus(lifetime)));
    return code;
  }

  /** Redeems a code; returns its name if the code is known and has not expired. */
  public synchronized Optional<String> redeem(String code, Instant now) {
    return Optional.ofNullable(open.remove(code))
        .filter(issued -> now.isBefore(issued.until()))
        .map(OpenCode::name);
  }
}
