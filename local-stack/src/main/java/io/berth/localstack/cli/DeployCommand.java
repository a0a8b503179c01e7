/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Deploys what a file says. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = "Bring an application to what a file says.",
    footer = {
      "",
      "Examples:",
      "  berth deploy -f examples/cart.yaml --wait",
      "  berth deploy -f examples/cart.yaml --image registry.example.com/cart:2.1.0 -w"
    })
final class DeployCommand implements Callable<Integer> {

  @Mixin private final Client client;
  @Mixin private Order order = new Order();

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The application, YAML or JSON; - for standard input.")
  private Path file = Path.of("-");

  @Option(names = "--image", paramLabel = "IMAGE", description = "Another image than the file's.")
  private @Nullable String image;

  DeployCommand(Client client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    ObjectNode command = Documents.read(file);
    if (image != null) {
      ObjectNode spec =
          command.get("spec") instanceof ObjectNode given ? given : command.putObject("spec");
      spec.put("image", image);
    }
    return order.give(client, "deploy", command);
  }
}
