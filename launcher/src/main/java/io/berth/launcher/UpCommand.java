/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.terminal.ConsolePrinter;
import io.berth.launcher.listen.ListenOption;
import io.berth.launcher.listen.Listeners;
import io.berth.launcher.owncluster.ClusterOption;
import io.berth.launcher.suite.PortPlan;
import io.berth.launcher.suite.RunningSuite;
import io.berth.launcher.suite.SuiteProcesses;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = "Start Kafka, Elasticsearch, two simulated clusters or yours, and every service.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final HomeOption home = new HomeOption();

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Add N to every port (0 to 20000), to run a second suite.")
  private int portOffset;

  @Option(
      names = "--listen",
      paramLabel = "[LISTENER=]ADDRESS",
      arity = "1",
      description = {
        "Open the console and the API (the gateway) on that address of this machine; 0.0.0.0 is all of"
            + " them. forward=ADDRESS opens the log receiver, kafka=ADDRESS the broker; neither asks for"
            + " credentials. Separate several with commas (default: $$BERTH_LISTEN, else 127.0.0.1 for"
            + " everything)."
      })
  private List<String> listen = new ArrayList<>();

  @Option(
      names = "--cluster",
      paramLabel = "NAME=KUBECONFIG[:CONTEXT]",
      description = {
        "Use a cluster of your own in place of the simulated one of that name, dc-a or dc-b. What"
            + " Berth needs to do there is checked before anything starts. May be given twice."
      })
  private List<String> clusters = new ArrayList<>();

  @Option(names = "--detach", description = "Return when the suite is ready, and leave it running.")
  private boolean detach;

  @Option(names = "--in-background", hidden = true)
  private boolean inBackground;

  /** For tests of some of them: all where none is named. */
  @Option(names = "--parts", hidden = true, split = ",", paramLabel = "PART")
  private List<String> parts = new ArrayList<>();

  @Option(names = "--no-warm-up", hidden = true)
  private boolean noWarmUp;

  private Listeners listeners() {
    try {
      return new ListenOption(listen, System.getenv()).listeners();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private ClusterOption clusters() {
    try {
      return ClusterOption.parse(clusters, SuiteProcesses.CLUSTERS);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  @Override
  public Integer call() throws Exception {
    var option = clusters();
    var suite = new RunningSuite(home.path(), new PortPlan(portOffset).offset(), listeners());
    suite.folder().create();
    var screen = ConsolePrinter.standard();
    return detach
        ? new DetachedStart(suite, screen, option, noWarmUp, parts).run()
        : new Launcher(suite, screen, option, !inBackground, !noWarmUp).only(parts).run();
  }
}
