/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.ClientOptions;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The commands that change applications, show what they would change, or follow them. */
public final class ReleaseCommands {

  private ReleaseCommands() {}

  /** Adds them to a program, each with options of its own. */
  public static void addTo(CommandLine program, Supplier<ClientOptions> client) {
    program
        .addSubcommand(new DeployCommand(client.get()))
        .addSubcommand(new DiffCommand(client.get()))
        .addSubcommand(new RenderCommand(client.get()))
        .addSubcommand(new EnsureNamespaceCommand(client.get()))
        .addSubcommand(new OperationsCommand(client.get()))
        .addSubcommand(new RollbackCommand(client.get()))
        .addSubcommand(new ScaleCommand(client.get()))
        .addSubcommand(new StopCommand(client.get()))
        .addSubcommand(new RestartCommand(client.get()))
        .addSubcommand(new RemoveCommand(client.get()))
        .addSubcommand(new PromoteCommand(client.get()))
        .addSubcommand(new AbortCommand(client.get()));
  }
}
