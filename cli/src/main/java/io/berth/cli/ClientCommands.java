/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import io.berth.cli.gateway.CliException;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.option.WholeNumberConverter;
import io.berth.cli.release.ReleaseCommands;
import io.berth.events.document.Characters;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
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
    Supplier<ClientOptions> client = () -> new ClientOptions(environment);
    ReleaseCommands.addTo(program, client);
    program
        .addSubcommand(new ImportCommand())
        .addSubcommand(new AppsCommand(client.get()))
        .addSubcommand(new LogsCommand(client.get()))
        .addSubcommand(new DeadLettersCommand(client.get()))
        .addSubcommand(new AlertsCommand(client.get()))
        .addSubcommand(new DecisionsCommand(client.get()))
        .addSubcommand(new CommandLine(new PolicyCommand(), injecting(client)))
        .addSubcommand(new LoginCommand(client.get()))
        .addSubcommand(new DemoCommand(client.get()));
    IExecutionExceptionHandler others = program.getExecutionExceptionHandler();
    return program
        .registerConverter(int.class, WholeNumberConverter.ofInteger())
        .registerConverter(Integer.class, WholeNumberConverter.ofInteger())
        .registerConverter(Long.class, WholeNumberConverter.ofLong())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(ClientCommands::run)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> report(failure, command, parsed, others));
  }

  private static int run(ParseResult parsed) {
    List<String> arguments = parsed.originalArgs();
    for (int i = 0; i < arguments.size(); i++) {
      Characters.InvalidCharacter flaw = Characters.inText(arguments.get(i));
      if (flaw != null) {
        throw invalidArgument(parsed, i, flaw.found(), flaw.wanted());
      }
      if (arguments.get(i).indexOf('\uFFFD') >= 0) {
        throw invalidArgument(
            parsed,
            i,
            "characters that are not of this terminal's character set",
            "a locale with UTF-8, such as LC_ALL=C.UTF-8");
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static ParameterException invalidArgument(
      ParseResult parsed, int index, String found, String wanted) {
    return new ParameterException(
        parsed.commandSpec().commandLine(),
        "argument %d: found %s, wanted %s".formatted(index + 1, found, wanted));
  }

  private static int report(
      Exception failure, CommandLine command, ParseResult parsed, IExecutionExceptionHandler others)
      throws Exception {
    if (failure instanceof CliException end) {
      PrintWriter err = command.getErr();
      err.println(Characters.visibleLines(String.valueOf(end.getMessage())));
      err.flush();
      return end.code().code();
    }
    return others.handleExecutionException(failure, command, parsed);
  }

  /** The parts of a command that is a method are made by picocli. */
  private static IFactory injecting(Supplier<ClientOptions> client) {
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return type == ClientOptions.class
            ? type.cast(client.get())
            : CommandLine.defaultFactory().create(type);
      }
    };
  }
}
