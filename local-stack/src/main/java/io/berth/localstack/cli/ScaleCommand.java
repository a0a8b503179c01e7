/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import io.berth.events.AppRef;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Run so many replicas of an application in each cluster. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = "Run so many replicas of an application in each cluster.",
    footer = {"", "Example:", "  berth scale shop/cart 5 --wait"})
final class ScaleCommand implements Callable<Integer> {

  @Mixin private final Client client;
  @Mixin private Order order = new Order();

  @Parameters(
      paramLabel = "APP",
      converter = AppName.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  @Parameters(
      paramLabel = "REPLICAS",
      description = "How many, 1 to 1000; stop is the way to none.")
  private int replicas;

  ScaleCommand(Client client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    ObjectNode command = AppName.command(app);
    command.put("replicas", replicas);
    return order.give(client, "scale", command);
  }
}
