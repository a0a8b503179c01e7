/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The client commands, for the program that has them among its own. */
public final class ClientCommands {

  private ClientCommands() {}

  /** Adds every client command, and the way their failures are told. */
  public static CommandLine addTo(CommandLine program) {
    program
        .addSubcommand(new DeployCommand())
        .addSubcommand(new AppsCommand())
        .addSubcommand(new OperationsCommand())
        .addSubcommand(new RollbackCommand())
        .addSubcommand(new ScaleCommand())
        .addSubcommand(new StopCommand())
        .addSubcommand(new RestartCommand())
        .addSubcommand(new LogsCommand())
        .addSubcommand(new AlertsCommand())
        .addSubcommand(new DecisionsCommand())
        .addSubcommand(new PolicyCommand())
        .addSubcommand(new LoginCommand())
        .addSubcommand(new DemoCommand());
    IExecutionExceptionHandler others = program.getExecutionExceptionHandler();
    return program
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> tell(failure, command, parsed, others));
  }

  private static int tell(
      Exception failure, CommandLine command, ParseResult parsed, IExecutionExceptionHandler others)
      throws Exception {
    if (failure instanceof CannotGoOn end) {
      PrintWriter err = command.getErr();
      err.println(end.getMessage());
      err.flush();
      return end.code().code();
    }
    return others.handleExecutionException(failure, command, parsed);
  }
}
