/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

/** The gateway did not answer; it may be back in a moment. */
public final class GatewayUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, for people
   */
  public GatewayUnavailableException(String message) {
    super(message);
  }
}
