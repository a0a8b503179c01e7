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

/** Take an application offline; its releases and the way back are kept. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Take an application offline; its releases and the way back are kept.",
    footer = {"", "Example:", "  berth stop shop/cart --reason 'end of season' --wait"})
final class StopCommand implements Callable<Integer> {

  @Mixin private final Client client;
  @Mixin private Order order = new Order();

  @Parameters(
      paramLabel = "APP",
      converter = AppName.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  StopCommand(Client client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    return order.give(client, "stop", AppName.command(app));
  }
}
