/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.security;

import java.net.URI;
import java.time.Duration;

/**
 * What the door needs to know.
 *
 * @param apiToken what programs show; secret
 * @param publicUrl what login links begin with
 * @param loginLinkLifetime how long a login link works
 * @param sessionLifetime how long a person stays logged in
 */
public record DoorSettings(
    String apiToken, URI publicUrl, Duration loginLinkLifetime, Duration sessionLifetime) {

  boolean secureCookies() {
    return "https".equals(publicUrl.getScheme());
  }

  @Override
  public String toString() {
    return "DoorSettings[publicUrl=" + publicUrl + "]";
  }
}
