/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import io.berth.events.AppRef;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sets, shows and ends scaling policies. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Set, show or end the scaling policy of an application.",
    synopsisSubcommandLabel = "(set | show | end)",
    footer = {"", "Example:", "  berth policy set -f examples/cart-scaling.yaml"})
final class PolicyCommand {

  private static final String PATH = "/api/v1/scaling-policies";

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Set the scaling policy that a file says.",
      footer = {"", "Example:", "  berth policy set -f examples/cart-scaling.yaml"})
  int set(
      @Mixin Client client,
      @Option(
              names = {"-f", "--file"},
              required = true,
              paramLabel = "FILE",
              description = "The policy, YAML or JSON; - for standard input.")
          Path file) {
    ObjectNode policy = Documents.read(file);
    JsonNode app = policy.path("app");
    if (!app.path("namespace").isString() || !app.path("name").isString()) {
      throw new CannotGoOn(
          ExitCode.USAGE,
          file
              + " does not say for which application. Wanted 'app: {namespace: shop, name: cart}'.");
    }
    String path =
        Gateway.below(PATH, app.path("namespace").asString(), app.path("name").asString());
    client.show(client.gateway().send("PUT", path, policy, Map.of()), PolicyCommand::words);
    return ExitCode.OK.code();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the scaling policy of an application.",
      footer = {"", "Example:", "  berth policy show shop/cart -o json"})
  int show(
      @Mixin Client client,
      @Parameters(paramLabel = "APP", converter = AppName.class, description = "namespace/name")
          AppRef app) {
    String path = Gateway.below(PATH, app.namespace(), app.name());
    client.show(client.gateway().get(path), PolicyCommand::words);
    return ExitCode.OK.code();
  }

  @Command(
      name = "end",
      mixinStandardHelpOptions = true,
      description = "End the scaling of an application; its replicas stay as they are.",
      footer = {"", "Example:", "  berth policy end shop/cart"})
  int end(
      @Mixin Client client,
      @Parameters(paramLabel = "APP", converter = AppName.class, description = "namespace/name")
          AppRef app) {
    client.gateway().delete(Gateway.below(PATH, app.namespace(), app.name()));
    client.say("The scaling policy of " + app + " has ended; its replicas stay as they are.");
    return ExitCode.OK.code();
  }

  private static String words(JsonNode policy) {
    StringBuilder text = new StringBuilder();
    JsonNode app = policy.path("app");
    text.append(app.path("namespace").asString())
        .append('/')
        .append(app.path("name").asString())
        .append(": ")
        .append(policy.path("minReplicas").asInt())
        .append(" to ")
        .append(policy.path("maxReplicas").asInt())
        .append(" replicas, ")
        .append(policy.path("mode").asString())
        .append(", version ")
        .append(policy.path("version").asLong());
    policy.path("metrics").forEach(metric -> text.append("\n  ").append(metric));
    return text.toString();
  }
}
