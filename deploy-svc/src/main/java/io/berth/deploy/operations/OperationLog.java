/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.operations;

import io.berth.events.AppRef;
import io.berth.events.operation.Operation;
import java.util.List;

/** The operations that this service publishes and has published. */
public interface OperationLog {

  /**
   * Publishes an operation and returns when Kafka has acknowledged it. Each step of a command is
   * published once, and nothing after its verdict; repetitions are ignored.
   *
   * @return whether it was new
   */
  boolean publish(Operation operation);

  boolean isAccepted(String commandId);

  boolean isApplied(String commandId);

  boolean isConcluded(String commandId);

  /** Whether any step was published: the command was read before. */
  default boolean isStarted(String commandId) {
    return isAccepted(commandId) || isApplied(commandId) || isConcluded(commandId);
  }

  /** Commands that were applied and have no verdict. */
  List<OpenCommand> open();

  /** Whether a Remove of the application was accepted and has no verdict. */
  boolean isRemoving(AppRef app);

  /** A command without a verdict. */
  record OpenCommand(String commandId, String verb, AppRef app, String requestedBy) {

    /** Whether it is about the application, and not about the namespace of its name. */
    public boolean isOn(AppRef application) {
      return app.equals(application) && !verb.equals("ensure-namespace");
    }

    /**
     * Whether its verdict is that of a roll-out; other commands have theirs as soon as they are
     * applied.
     */
    public boolean isRollout() {
      return switch (verb) {
        case "remove", "promote", "ensure-namespace" -> false;
        default -> true;
      };
    }
  }
}
