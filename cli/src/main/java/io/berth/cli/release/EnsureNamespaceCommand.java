/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.ClientOptions;
import io.berth.events.command.EnsureNamespace.Environment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Creates a namespace, or sets the environment and the owner of an existing one. */
@Command(
    name = "ensure-namespace",
    mixinStandardHelpOptions = true,
    description = "Create a namespace, or set the environment and the owner of an existing one.",
    footer = {
      "",
      "Example:",
      "  berth ensure-namespace shop --environment prod --owner team-shop --wait"
    })
final class EnsureNamespaceCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;
  @Mixin private AppCommandOptions options = new AppCommandOptions();

  @Parameters(paramLabel = "NAMESPACE", description = "The namespace.")
  private String namespace = "none";

  @Option(
      names = "--environment",
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "One of: ${COMPLETION-CANDIDATES}. The rules of production apply to PROD only.")
  private Environment environment = Environment.PROD;

  @Option(
      names = "--owner",
      required = true,
      paramLabel = "TEAM",
      description = "The responsible team.")
  private String owner = "none";

  EnsureNamespaceCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    ObjectNode command = JsonMapper.shared().createObjectNode();
    command.put("namespace", namespace);
    command.put("environment", environment.name());
    command.put("owner", owner);
    return options.submit(client, "ensure-namespace", command);
  }
}
