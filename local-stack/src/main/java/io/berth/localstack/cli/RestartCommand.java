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

/** Replace every pod of an application, a few at a time. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description = "Replace every pod of an application, a few at a time.",
    footer = {"", "Example:", "  berth restart shop/cart --wait"})
final class RestartCommand implements Callable<Integer> {

  @Mixin private final Client client;
  @Mixin private Order order = new Order();

  @Parameters(
      paramLabel = "APP",
      converter = AppName.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  RestartCommand(Client client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    return order.give(client, "restart", AppName.command(app));
  }
}
