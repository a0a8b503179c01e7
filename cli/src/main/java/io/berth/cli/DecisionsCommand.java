/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

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

/** Lists scaling decisions. */
@Command(
    name = "decisions",
    mixinStandardHelpOptions = true,
    description = "List the latest scaling decisions and why they were made.",
    footer = {"", "Example:", "  berth decisions shop/cart --limit 5"})
final class DecisionsCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;

  @Parameters(
      arity = "0..1",
      paramLabel = "APP",
      converter = AppRefConverter.class,
      description = "Only on this application, namespace/name.")
  private @Nullable AppRef app;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "Maximum number of entries.",
      defaultValue = "20")
  private int limit = 20;

  DecisionsCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("app", app);
    parameters.put("limit", limit);
    client.show(
        client.gateway().get(GatewayClient.path("/api/v1/decisions", parameters)), this::format);
    return ExitCode.OK.code();
  }

  private String format(JsonNode answer) {
    Instant now = Instant.now();
    TextTable table = new TextTable("AGO", "CLUSTER", "APPLICATION", "REPLICAS", "REASON", "WHY");
    for (JsonNode decision : answer.path("items")) {
      JsonNode where = decision.path("app");
      int from = decision.path("currentReplicas").asInt();
      int to = decision.path("desiredReplicas").asInt();
      table.row(
          OperationText.ago(decision.path("asOf").asString(), now),
          where.path("cluster").asString(),
          where.path("namespace").asString() + "/" + where.path("name").asString(),
          from == to ? Integer.toString(from) : from + " → " + to,
          decision.path("reason").asString(),
          decision.path("explanation").asString(""));
    }
    return table.isEmpty()
        ? "There are no scaling decisions yet. Set a policy: ./berth policy set -f examples/cart-scaling.yaml"
        : table.toString();
  }
}
