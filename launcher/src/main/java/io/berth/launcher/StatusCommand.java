/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.gateway.ExitCode;
import io.berth.launcher.suite.RunningSuite;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description = {
      "Show every process of the suite: health, memory, uptime.",
      "Exits with 1 if a process is DOWN. A DEGRADED one works, and says what it cannot do."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  enum Output {
    table,
    json
  }

  @Mixin private final HomeOption home = new HomeOption();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "Output format: ${COMPLETION-CANDIDATES}.")
  private Output output = Output.table;

  @Override
  public Integer call() {
    var running = RunningSuite.find(home.path());
    if (running.isEmpty()) {
      System.err.println("Berth is not running in " + home.path() + ". Start it: ./berth up");
      return ExitCode.UNREACHABLE.code();
    }
    var table = ProcessTable.read(running.get());
    System.out.println(
        switch (output) {
          case table -> StatusText.table(table);
          case json -> StatusText.json(table);
        });
    return table.isHealthy() ? 0 : 1;
  }
}
