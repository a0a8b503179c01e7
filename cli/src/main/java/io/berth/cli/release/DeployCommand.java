/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.ClientOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deploys the application that a file describes. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = "Deploy an application as a file describes it.",
    footer = {
      "",
      "Examples:",
      "  berth deploy -f examples/cart.yaml --wait",
      "  berth deploy -f examples/cart.yaml --image registry.example.com/cart:2.1.0 -w"
    })
final class DeployCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;
  @Mixin private AppCommandOptions options = new AppCommandOptions();
  @Mixin private DeployFile file = new DeployFile();

  DeployCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    return options.submit(client, "deploy", file.read());
  }
}
