/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.security;

import java.net.URI;
import java.time.Duration;

/**
 * The settings of authentication.
 *
 * @param apiToken the bearer token of programs; secret
 * @param publicUrl the beginning of login links
 * @param loginLinkLifetime how long a login link is valid
 * @param sessionLifetime how long a session is valid
 */
public record AuthSettings(
    String apiToken, URI publicUrl, Duration loginLinkLifetime, Duration sessionLifetime) {

  boolean secureCookies() {
    return "https".equals(publicUrl.getScheme());
  }

  @Override
  public String toString() {
    return "AuthSettings[publicUrl=" + publicUrl + "]";
  }
}
