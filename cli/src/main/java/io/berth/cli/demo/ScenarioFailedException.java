/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

/** A scenario failed; the message says what was observed instead and where to look. */
public final class ScenarioFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was seen instead, and where to look
   */
  public ScenarioFailedException(String message) {
    super(message);
  }
}
