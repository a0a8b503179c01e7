/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import io.berth.events.Check;
import java.util.List;

/**
 * What runs in the container before it gets SIGTERM; it counts as part of the grace period.
 *
 * @param command the program and its arguments, such as {@code [sleep, "5"]}; no shell is put
 *     around them, and the image must have the program
 */
public record PreStop(List<String> command) {
  public PreStop {
    command = Check.listOrEmpty(command);
    Check.that()
        .notEmpty("command", command)
        .holds(
            command.isEmpty() || !command.getFirst().isBlank(),
            "command[0]",
            "blank text",
            "the program to run")
        .orThrow();
  }

  /** Without the arguments: they may hold what nobody should read. */
  @Override
  public String toString() {
    return "PreStop[command=" + command.getFirst() + ", arguments=" + (command.size() - 1) + "]";
  }
}
