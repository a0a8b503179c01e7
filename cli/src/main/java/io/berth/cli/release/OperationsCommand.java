/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.AppRefConverter;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.text.OperationText;
import io.berth.cli.text.TextTable;
import io.berth.events.AppRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows what became of commands. */
@Command(
    name = "operations",
    mixinStandardHelpOptions = true,
    description = "Show the latest commands and their verdicts, or one command.",
    footer = {
      "",
      "Examples:",
      "  berth operations --app shop/cart",
      "  berth operations 0b6c3c1e-7d5e-4a53-9d8e-0f2f3a7c9a10 --wait"
    })
final class OperationsCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The command's id; the latest commands if left out.")
  private @Nullable String id;

  @Option(
      names = {"-a", "--app"},
      paramLabel = "APP",
      converter = AppRefConverter.class,
      description = "Only those on this application, namespace/name.")
  private @Nullable AppRef app;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "Maximum number of entries.",
      defaultValue = "20")
  private int limit = 20;

  @Option(
      names = {"-w", "--wait"},
      description = "Wait for the verdict of that command.")
  private boolean wait;

  OperationsCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    GatewayClient gateway = client.gateway();
    if (id != null) {
      JsonNode operation = gateway.get(GatewayClient.below("/api/v1/operations", id));
      if (wait) {
        return new OperationWatcher(gateway, client).follow(id).code();
      }
      client.show(operation, OperationsCommand::one);
      boolean over = operation.path("overall").path("complete").asBoolean(false);
      return over ? OperationWatcher.code(operation).code() : ExitCode.OK.code();
    }
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("app", app);
    parameters.put("limit", limit);
    client.show(
        gateway.get(GatewayClient.path("/api/v1/operations", parameters)), OperationsCommand::all);
    return ExitCode.OK.code();
  }

  private static String one(JsonNode operation) {
    StringBuilder text = new StringBuilder();
    text.append(operation.path("verb").asString())
        .append(' ')
        .append(operation.path("app").asString())
        .append(" by ")
        .append(operation.path("requestedBy").asString())
        .append(" at ")
        .append(operation.path("requestedAt").asString());
    for (JsonNode outcome : operation.path("clusters")) {
      for (JsonNode step : outcome.path("steps")) {
        text.append("\n  ")
            .append(OperationText.pad(outcome.path("cluster").asString(), 8))
            .append(step.path("at").asString())
            .append("  ")
            .append(step.path("text").asString());
      }
    }
    return text.append('\n').append(OperationWatcher.end(operation)).toString();
  }

  private static String all(JsonNode answer) {
    Instant now = Instant.now();
    TextTable table =
        new TextTable("ID", "AGO", "COMMAND", "APPLICATION", "BY", "VERDICT", "CLUSTERS");
    for (JsonNode operation : answer.path("items")) {
      table.row(
          operation.path("commandId").asString(),
          OperationText.ago(operation.path("requestedAt").asString(), now),
          operation.path("verb").asString(),
          operation.path("app").asString(),
          operation.path("requestedBy").asString(),
          operation.path("overall").path("verdict").asString("running"),
          operation.path("overall").path("sentence").asString());
    }
    return table.isEmpty()
        ? "There are no commands yet. Deploy an application: ./berth deploy -f examples/cart.yaml --wait"
        : table.toString();
  }
}
