/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.AppRefConverter;
import io.berth.cli.option.ClientOptions;
import io.berth.events.AppRef;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Roll an application back to an earlier release. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Roll an application back to an earlier release.",
    footer = {"", "Example:", "  berth rollback shop/cart --to 3 --wait"})
final class RollbackCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;
  @Mixin private AppCommandOptions options = new AppCommandOptions();

  @Parameters(
      paramLabel = "APP",
      converter = AppRefConverter.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  @Option(
      names = "--to",
      paramLabel = "RELEASE",
      description = "Number of the release (default: the one before the current).")
  private @Nullable Long release;

  RollbackCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    ObjectNode command = AppRefConverter.command(app);
    if (release != null) {
      command.put("toRelease", release);
    }
    return options.submit(client, "rollback", command);
  }
}
