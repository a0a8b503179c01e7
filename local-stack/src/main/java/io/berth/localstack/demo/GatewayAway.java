/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

/** The gateway did not answer; it may be back in a moment. */
public final class GatewayAway extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, for people
   */
  public GatewayAway(String message) {
    super(message);
  }
}
