/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.events.command.ClusterOrder;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;

/** A command in a line. */
final class CommandWords {

  private CommandWords() {}

  static String of(Command command) {
    return command.verb()
        + " "
        + command.subject().name()
        + payload(command)
        + meta(command.meta());
  }

  private static String payload(Command command) {
    return switch (command) {
      case Deploy deploy ->
          " "
              + deploy.spec().image()
              + " x"
              + deploy.spec().replicas()
              + " "
              + deploy.spec().strategy()
              + (deploy.spec().autoRollback() ? " auto-rollback" : "")
              + (deploy.force() ? " force" : "");
      case Scale scale -> " to " + scale.replicas();
      case Rollback rollback when rollback.toRelease() != null -> " to " + rollback.toRelease();
      default -> "";
    };
  }

  private static String meta(CommandMeta meta) {
    return ", deadline "
        + meta.deadline().toSeconds()
        + " s"
        + (meta.dryRun() ? ", dry run" : "")
        + (meta.expectedRelease() == null ? "" : ", expects release " + meta.expectedRelease())
        + (meta.clusters().isEmpty() ? "" : ", clusters " + meta.clusters())
        + (meta.order() instanceof ClusterOrder.Waves waves ? ", waves " + waves.waves() : "");
  }
}
