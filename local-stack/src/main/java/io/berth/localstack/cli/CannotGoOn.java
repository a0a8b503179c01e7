/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

/** Ends a command with a message for its user and a code for the shell. */
final class CannotGoOn extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  CannotGoOn(ExitCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
