/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.AppRefConverter;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.option.InputFiles;
import io.berth.events.AppRef;
import io.berth.events.document.Node;
import io.berth.events.scaling.ScalingPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
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
    description = "Set, show or delete the scaling policy of an application.",
    synopsisSubcommandLabel = "(set | show | end)",
    footer = {"", "Example:", "  berth policy set -f examples/cart-scaling.yaml"})
final class PolicyCommand {

  private static final String PATH = "/api/v1/scaling-policies";

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Set the scaling policy that a file describes.",
      footer = {"", "Example:", "  berth policy set -f examples/cart-scaling.yaml"})
  int set(
      @Mixin ClientOptions client,
      @Option(
              names = {"-f", "--file"},
              required = true,
              paramLabel = "FILE",
              description = "The policy, YAML or JSON; - for standard input.")
          Path file) {
    ObjectNode policy =
        InputFiles.read(
            file, ScalingPolicy.class, UnaryOperator.identity(), PolicyCommand::withVersion);
    JsonNode app = policy.path("app");
    String path =
        GatewayClient.below(PATH, app.path("namespace").asString(), app.path("name").asString());
    client.show(client.gateway().send("PUT", path, policy, Map.of()), PolicyCommand::format);
    return ExitCode.OK.code();
  }

  /** The gateway counts the versions, and knows who sends it. */
  private static Node.Fields withVersion(Node.Fields policy) {
    return policy.with("version", new Node.Numeric("1", policy.at())).with("changedBy", "berth");
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the scaling policy of an application.",
      footer = {"", "Example:", "  berth policy show shop/cart -o json"})
  int show(
      @Mixin ClientOptions client,
      @Parameters(
              paramLabel = "APP",
              converter = AppRefConverter.class,
              description = "namespace/name")
          AppRef app) {
    String path = GatewayClient.below(PATH, app.namespace(), app.name());
    client.show(client.gateway().get(path), PolicyCommand::format);
    return ExitCode.OK.code();
  }

  @Command(
      name = "end",
      mixinStandardHelpOptions = true,
      description = "Delete the scaling policy of an application; its replicas stay as they are.",
      footer = {"", "Example:", "  berth policy end shop/cart"})
  int end(
      @Mixin ClientOptions client,
      @Parameters(
              paramLabel = "APP",
              converter = AppRefConverter.class,
              description = "namespace/name")
          AppRef app) {
    client.gateway().delete(GatewayClient.below(PATH, app.namespace(), app.name()));
    client.printUnlessJson(
        "The scaling policy of " + app + " is deleted; its replicas stay as they are.");
    return ExitCode.OK.code();
  }

  private static String format(JsonNode policy) {
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
