/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.text.TextTable;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What became of log records that could not be processed, and another try. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "List log records that could not be processed, or retry them.",
    footer = {"", "Examples:", "  berth dead-letters", "  berth dead-letters --replay"})
final class DeadLettersCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;

  @Option(names = "--replay", description = "Put them back on their topics, each once.")
  private boolean replay;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Maximum number of entries.",
      defaultValue = "50")
  private int limit = 50;

  DeadLettersCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    Map<String, Object> parameters = Map.of("limit", limit);
    if (replay) {
      String path = GatewayClient.path("/api/v1/logs/dead-letters/replay", parameters);
      JsonNode nothing = JsonMapper.shared().createObjectNode();
      client.show(
          client.gateway().send("POST", path, nothing, Map.of()), DeadLettersCommand::replayed);
    } else {
      String path = GatewayClient.path("/api/v1/logs/dead-letters", parameters);
      client.show(client.gateway().get(path), DeadLettersCommand::list);
    }
    return ExitCode.OK.code();
  }

  private static String list(JsonNode answer) {
    TextTable table = new TextTable("SINCE", "FROM", "BYTES", "AGAIN?", "REASON");
    for (JsonNode letter : answer.path("items")) {
      table.row(
          letter.path("at").asString(),
          letter.path("source").asString(),
          letter.path("bytes").asString(),
          letter.path("replayable").asBoolean() ? "yes" : "no",
          letter.path("reason").asString());
    }
    return table.isEmpty() ? "There are no dead letters." : table.toString();
  }

  private static String replayed(JsonNode answer) {
    return answer.path("replayed").asString("0")
        + " replayed, "
        + answer.path("skipped").asString("0")
        + " could not be, "
        + answer.path("left").asString("0")
        + " left. What fails again comes back: berth dead-letters shows it.";
  }
}
