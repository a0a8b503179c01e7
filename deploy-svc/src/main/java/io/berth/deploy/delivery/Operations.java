/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.events.AppRef;
import io.berth.events.operation.Operation;
import java.util.List;

/** What this service says about commands, and has said before. */
public interface Operations {

  /**
   * Says it and returns when Kafka has it. Each step of a command is said once, and nothing after
   * its verdict: a second time is passed over in silence.
   *
   * @return whether it was new
   */
  boolean say(Operation operation);

  boolean accepted(String commandId);

  boolean applied(String commandId);

  boolean concluded(String commandId);

  /** Commands that were applied and have no verdict. */
  List<Open> open();

  /** Whether a Remove of the application was accepted and has no verdict. */
  boolean removing(AppRef app);

  /** A command without a verdict. */
  record Open(String commandId, String verb, AppRef app, String requestedBy) {

    /**
     * Whether its verdict is that of a roll-out; others have theirs as soon as they are written.
     */
    boolean rollsOut() {
      return switch (verb) {
        case "remove", "promote", "ensure-namespace" -> false;
        default -> true;
      };
    }
  }
}
