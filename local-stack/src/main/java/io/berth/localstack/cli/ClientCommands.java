/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParseResult;

/** The client commands, for the program that has them among its own. */
public final class ClientCommands {

  private ClientCommands() {}

  /**
   * Adds every client command, and the way their failures are told.
   *
   * @param environment the process's, which may name the gateway and the token
   */
  public static CommandLine addTo(CommandLine program, Map<String, String> environment) {
    Supplier<Client> client = () -> new Client(environment);
    program
        .addSubcommand(new DeployCommand(client.get()))
        .addSubcommand(new AppsCommand(client.get()))
        .addSubcommand(new OperationsCommand(client.get()))
        .addSubcommand(new RollbackCommand(client.get()))
        .addSubcommand(new ScaleCommand(client.get()))
        .addSubcommand(new StopCommand(client.get()))
        .addSubcommand(new RestartCommand(client.get()))
        .addSubcommand(new PromoteCommand(client.get()))
        .addSubcommand(new AbortCommand(client.get()))
        .addSubcommand(new LogsCommand(client.get()))
        .addSubcommand(new DeadLettersCommand(client.get()))
        .addSubcommand(new AlertsCommand(client.get()))
        .addSubcommand(new DecisionsCommand(client.get()))
        .addSubcommand(new CommandLine(new PolicyCommand(), madeWith(client)))
        .addSubcommand(new LoginCommand(client.get()))
        .addSubcommand(new DemoCommand(client.get()));
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

  /** The parts of a command that is a method are made by picocli. */
  private static IFactory madeWith(Supplier<Client> client) {
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return type == Client.class
            ? type.cast(client.get())
            : CommandLine.defaultFactory().create(type);
      }
    };
  }
}
