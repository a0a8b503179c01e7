/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import io.berth.cli.gateway.ExitCode;
import io.berth.cli.option.ClientOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints a link that logs its first visitor into the console. */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = "Print a login link for the console; it is valid once, for ten minutes.",
    footer = {"", "Example:", "  berth login --name alice"})
final class LoginCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the person, shown in the history (default: the user of this machine).")
  private String name = System.getProperty("user.name", "console");

  LoginCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    ObjectNode body = JsonMapper.shared().createObjectNode().put("name", name);
    client.show(
        client.gateway().send("POST", "/api/v1/login-links", body, Map.of()),
        link -> link.path("url").asString());
    return ExitCode.OK.code();
  }
}
