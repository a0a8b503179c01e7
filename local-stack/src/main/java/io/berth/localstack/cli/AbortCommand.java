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

/** End the running roll-out and go back to the release before it. */
@Command(
    name = "abort",
    mixinStandardHelpOptions = true,
    description = "End the running roll-out and go back to the release before it.",
    footer = {"", "Example:", "  berth abort shop/cart --wait"})
final class AbortCommand implements Callable<Integer> {

  @Mixin private final Client client;
  @Mixin private Order order = new Order();

  @Parameters(
      paramLabel = "APP",
      converter = AppName.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  AbortCommand(Client client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    return order.give(client, "abort", AppName.command(app));
  }
}
