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

/** Shows what became of commands. */
@Command(
    name = "operations",
    mixinStandardHelpOptions = true,
    description = "Show what became of the latest commands, or of one.",
    footer = {
      "",
      "Examples:",
      "  berth operations --app shop/cart",
      "  berth operations 0b6c3c1e-7d5e-4a53-9d8e-0f2f3a7c9a10 --wait"
    })
final class OperationsCommand implements Callable<Integer> {

  @Mixin private final Client client;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The command's id; the latest commands if left out.")
  private @Nullable String id;

  @Option(
      names = {"-a", "--app"},
      paramLabel = "APP",
      converter = AppName.class,
      description = "Only those on this application, namespace/name.")
  private @Nullable AppRef app;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "At most so many.",
      defaultValue = "20")
  private int limit = 20;

  @Option(
      names = {"-w", "--wait"},
      description = "Follow one to its verdict.")
  private boolean wait;

  OperationsCommand(Client client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    Gateway gateway = client.gateway();
    if (id != null && wait) {
      return new Following(gateway, client).follow(id).code();
    }
    if (id != null) {
      JsonNode story = gateway.get(Gateway.below("/api/v1/operations", id));
      client.show(story, OperationsCommand::one);
      boolean over = story.path("overall").path("complete").asBoolean(false);
      return over ? Following.code(story).code() : ExitCode.OK.code();
    }
    Map<String, @Nullable Object> wanted = new HashMap<>();
    wanted.put("app", app);
    wanted.put("limit", limit);
    client.show(gateway.get(Gateway.path("/api/v1/operations", wanted)), OperationsCommand::all);
    return ExitCode.OK.code();
  }

  private static String one(JsonNode story) {
    StringBuilder text = new StringBuilder();
    text.append(story.path("verb").asString())
        .append(' ')
        .append(story.path("app").asString())
        .append(" by ")
        .append(story.path("requestedBy").asString())
        .append(" at ")
        .append(story.path("requestedAt").asString());
    for (JsonNode outcome : story.path("clusters")) {
      for (JsonNode step : outcome.path("steps")) {
        text.append("\n  ")
            .append(Words.pad(outcome.path("cluster").asString(), 8))
            .append(step.path("at").asString())
            .append("  ")
            .append(step.path("text").asString());
      }
    }
    return text.append('\n').append(Following.end(story)).toString();
  }

  private static String all(JsonNode answer) {
    Instant now = Instant.now();
    Table table = new Table("ID", "AGO", "COMMAND", "APPLICATION", "BY", "VERDICT", "CLUSTERS");
    for (JsonNode story : answer.path("items")) {
      table.row(
          story.path("commandId").asString(),
          Words.ago(story.path("requestedAt").asString(), now),
          story.path("verb").asString(),
          story.path("app").asString(),
          story.path("requestedBy").asString(),
          story.path("overall").path("verdict").asString("running"),
          story.path("overall").path("sentence").asString());
    }
    return table.isEmpty()
        ? "Nobody has given a command yet. The first one: ./berth deploy -f examples/cart.yaml --wait"
        : table.toString();
  }
}
