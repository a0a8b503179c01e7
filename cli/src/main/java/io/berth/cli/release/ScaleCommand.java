/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.AppRefConverter;
import io.berth.cli.option.ClientOptions;
import io.berth.events.AppRef;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Set the number of replicas of an application in each cluster. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = "Set the number of replicas of an application in each cluster.",
    footer = {"", "Example:", "  berth scale shop/cart 5 --wait"})
final class ScaleCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;
  @Mixin private AppCommandOptions options = new AppCommandOptions();

  @Parameters(
      paramLabel = "APP",
      converter = AppRefConverter.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  @Parameters(
      paramLabel = "REPLICAS",
      description = "Number of replicas (1–1000). To scale to zero, use 'stop'.")
  private int replicas;

  ScaleCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    ObjectNode command = AppRefConverter.command(app);
    command.put("replicas", replicas);
    return options.submit(client, "scale", command);
  }
}
