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

/** Let a canary that waits take its next step. */
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = "Let a canary that waits take its next step.",
    footer = {"", "Example:", "  berth promote shop/cart --wait"})
final class PromoteCommand implements Callable<Integer> {

  @Mixin private final Client client;
  @Mixin private Order order = new Order();

  @Parameters(
      paramLabel = "APP",
      converter = AppName.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  PromoteCommand(Client client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    return order.give(client, "promote", AppName.command(app));
  }
}
