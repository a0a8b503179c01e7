/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description = "Starts Kafka, Elasticsearch, two simulated clusters and every service.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Mixin private final HomeOption home = new HomeOption();

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Adds N to every port (0 to 20000), for a suite beside another.")
  private int portOffset;

  @Option(names = "--detach", description = "Returns when the suite is ready; it goes on running.")
  private boolean detach;

  @Option(names = "--in-background", hidden = true)
  private boolean inBackground;

  @Option(names = "--no-warm-up", hidden = true)
  private boolean noWarmUp;

  @Override
  public Integer call() throws Exception {
    var suite = new RunningSuite(home.path(), new PortPlan(portOffset).offset());
    suite.folder().create();
    var screen = Screen.standard();
    return detach
        ? new DetachedStart(suite, screen, noWarmUp).run()
        : new Launcher(suite, screen, !inBackground, !noWarmUp).run();
  }
}
