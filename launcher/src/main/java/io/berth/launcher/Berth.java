/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.ClientCommands;
import io.berth.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The program {@code berth}: starts the suite on this machine, and is its command-line client. */
@Command(
    name = "berth",
    mixinStandardHelpOptions = true,
    version = "berth 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description = "A private container cloud over Kafka and Kubernetes.",
    footer = {
      "",
      "Exit codes: 0 succeeded, 1 failed (the verdict says why), 2 wrong usage, 3 rejected, 4 no"
          + " answer."
    },
    subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class, PrepareCommand.class})
public final class Berth {

  private Berth() {}

  /** The program with all of its commands. */
  public static CommandLine commandLine() {
    var program = new CommandLine(new Berth()).setColorScheme(Help.defaultColorScheme(Ansi.OFF));
    program.setExecutionExceptionHandler(
        (failure, command, _) -> {
          String message = failure.getMessage();
          command.getErr().println("berth: " + (message == null ? failure : message));
          return 1;
        });
    return ClientCommands.addTo(program, System.getenv());
  }

  public static void main(String[] args) {
    Terminal.guard();
    System.exit(commandLine().execute(args));
  }
}
