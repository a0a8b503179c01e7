/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.monitor.observation.ContainerSnapshot.Termination;

/** Explains exit codes. */
final class ExitCodes {

  private ExitCodes() {}

  static String explain(Termination end) {
    if ("OOMKilled".equals(end.reason())) {
      return "it used more memory than its limit";
    }
    return switch (end.exitCode()) {
      case 0 -> "it ended by itself, as if it had nothing more to do";
      case 1 -> "an error of the application";
      case 126 -> "its command is not executable";
      case 127 -> "its command was not found";
      case 137 ->
          "it was killed (SIGKILL): it did not stop in time, or its node did not see that it used"
              + " more memory than its limit";
      case 139 -> "it broke the memory of its own process";
      case 143 -> "it was asked to stop";
      default -> "see its last log lines";
    };
  }
}
