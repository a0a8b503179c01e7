/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

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

  @Mixin private final Client client;

  @Parameters(
      arity = "0..1",
      paramLabel = "APP",
      converter = AppName.class,
      description = "Only on this application, namespace/name.")
  private @Nullable AppRef app;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "At most so many.",
      defaultValue = "20")
  private int limit = 20;

  DecisionsCommand(Client client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    Map<String, @Nullable Object> wanted = new HashMap<>();
    wanted.put("app", app);
    wanted.put("limit", limit);
    client.show(client.gateway().get(Gateway.path("/api/v1/decisions", wanted)), this::words);
    return ExitCode.OK.code();
  }

  private String words(JsonNode answer) {
    Instant now = Instant.now();
    Table table = new Table("AGO", "CLUSTER", "APPLICATION", "REPLICAS", "REASON", "WHY");
    for (JsonNode decision : answer.path("items")) {
      JsonNode where = decision.path("app");
      int from = decision.path("currentReplicas").asInt();
      int to = decision.path("desiredReplicas").asInt();
      table.row(
          Words.ago(decision.path("asOf").asString(), now),
          where.path("cluster").asString(),
          where.path("namespace").asString() + "/" + where.path("name").asString(),
          from == to ? Integer.toString(from) : from + " → " + to,
          decision.path("reason").asString(),
          decision.path("explanation").asString(""));
    }
    return table.isEmpty()
        ? "No decision was made yet. Set a policy: ./berth policy set -f examples/cart-scaling.yaml"
        : table.toString();
  }
}
