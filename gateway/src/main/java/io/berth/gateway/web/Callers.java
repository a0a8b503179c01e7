/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.gateway.commands.Caller;
import org.springframework.security.core.Authentication;

/** Callers of authenticated requests. */
final class Callers {

  private Callers() {}

  static Caller of(Authentication caller) {
    boolean program =
        caller.getAuthorities().stream()
            .anyMatch(authority -> "ROLE_PROGRAM".equals(authority.getAuthority()));
    return new Caller(caller.getName(), program ? "rest" : "console");
  }
}
