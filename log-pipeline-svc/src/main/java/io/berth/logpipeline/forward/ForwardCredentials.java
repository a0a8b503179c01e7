/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import java.util.Map;

/**
 * The credentials that clients of the Forward receiver must present.
 *
 * @param sharedKey the cluster's key; empty: no handshake
 * @param users passwords by names; empty: the key is enough
 */
public record ForwardCredentials(String sharedKey, Map<String, String> users) {

  /** No handshake. */
  public static final ForwardCredentials NONE = new ForwardCredentials("", Map.of());

  public ForwardCredentials {
    users = Map.copyOf(users);
    if (sharedKey.isEmpty() && !users.isEmpty()) {
      throw new IllegalArgumentException(
          "Users without a shared key: the protocol has them only together. "
              + "Set BERTH_FORWARD_SHARED_KEY too");
    }
  }

  boolean isWanted() {
    return !sharedKey.isEmpty();
  }

  @Override
  public String toString() {
    return "ForwardCredentials[" + (isWanted() ? "wanted" : "none") + "]";
  }
}
