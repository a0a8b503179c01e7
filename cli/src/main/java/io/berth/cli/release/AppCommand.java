/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.AppRefConverter;
import io.berth.cli.option.ClientOptions;
import io.berth.events.AppRef;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command whose only arguments are its verb and the application. */
abstract class AppCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;
  @Mixin private AppCommandOptions options = new AppCommandOptions();

  @Parameters(
      paramLabel = "APP",
      converter = AppRefConverter.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  private final String verb;

  AppCommand(ClientOptions client, String verb) {
    this.client = client;
    this.verb = verb;
  }

  @Override
  public final Integer call() {
    return options.submit(client, verb, AppRefConverter.command(app));
  }
}
