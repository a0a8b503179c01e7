/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

/** A scene did not happen as told; the message says what was seen instead and where to look. */
public final class NotAsTold extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was seen instead, and where to look
   */
  public NotAsTold(String message) {
    super(message);
  }
}
