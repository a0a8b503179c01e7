/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import io.berth.events.AppRef;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that says nothing but its verb and the application. */
abstract class AppVerb implements Callable<Integer> {

  @Mixin private final Client client;
  @Mixin private Order order = new Order();

  @Parameters(
      paramLabel = "APP",
      converter = AppName.class,
      description = "The application, namespace/name.")
  private AppRef app = new AppRef("none", "none");

  private final String verb;

  AppVerb(Client client, String verb) {
    this.client = client;
    this.verb = verb;
  }

  @Override
  public final Integer call() {
    return order.give(client, verb, AppName.command(app));
  }
}
