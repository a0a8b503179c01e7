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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Delete the objects of an application and its releases. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description =
        "Delete the objects of an application and its releases. Claims of its pods are kept.",
    footer = {"", "Example:", "  berth remove shop/cart --confirm cart --wait"})
final class RemoveCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;
  @Mixin private AppCommandOptions options = new AppCommandOptions();

  @Parameters(
      paramLabel = "APP",
      converter = AppRefConverter.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      required = true,
      description = "The application's name again, because this cannot be undone.")
  private String confirm = "";

  RemoveCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    ObjectNode command = AppRefConverter.command(app);
    command.put("confirm", confirm);
    return options.submit(client, "remove", command);
  }
}
