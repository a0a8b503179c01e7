/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.gateway;

/** Ends a command with a message for its user and a code for the shell. */
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public CliException(ExitCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  public ExitCode code() {
    return code;
  }
}
