/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.gateway;

import io.berth.events.operation.Verdict;
import org.jspecify.annotations.Nullable;

/** The exit codes of {@code berth}. */
public enum ExitCode {
  /** It was done. */
  OK(0),
  /** A cluster could not do it, or not in time. */
  NOT_DONE(1),
  /** The command line is wrong. */
  USAGE(2),
  /** The gateway or a policy rejected it. */
  REFUSED(3),
  /** Nobody answered. */
  UNREACHABLE(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** What a command's overall verdict means to a shell; null is no verdict yet. */
  public static ExitCode of(@Nullable Verdict verdict) {
    return switch (verdict) {
      case null -> NOT_DONE;
      case SUCCEEDED -> OK;
      case REJECTED -> REFUSED;
      case UNREACHABLE -> UNREACHABLE;
      case FAILED, TIMED_OUT, SUPERSEDED, ROLLED_BACK -> NOT_DONE;
    };
  }
}
