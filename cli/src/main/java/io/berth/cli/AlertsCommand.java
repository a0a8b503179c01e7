/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.text.OperationText;
import io.berth.cli.text.TextTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists alerts. */
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    description = "List the firing alerts.",
    footer = {"", "Example:", "  berth alerts --all"})
final class AlertsCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;

  @Option(names = "--all", description = "Also pending and resolved alerts.")
  private boolean all;

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description = "Only in this cluster.")
  private @Nullable String cluster;

  AlertsCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("state", all ? null : "firing");
    parameters.put("cluster", cluster);
    client.show(
        client.gateway().get(GatewayClient.path("/api/v1/alerts", parameters)), this::format);
    return ExitCode.OK.code();
  }

  private String format(JsonNode answer) {
    Instant now = Instant.now();
    TextTable table =
        new TextTable(
            "SEVERITY", "ALERT", "STATE", "SINCE", "CLUSTER", "ON", "LAST COMMAND", "SUMMARY");
    for (JsonNode alert : answer.path("items")) {
      JsonNode labels = alert.path("labels");
      JsonNode last = alert.path("lastCommand");
      String since = alert.path("activeAt").asString(alert.path("evaluatedAt").asString(""));
      table.row(
          alert.path("severity").asString(),
          labels.path("alertname").asString(alert.path("ruleId").asString("")),
          alert.path("to").asString(),
          OperationText.ago(since, now),
          labels.path("cluster").asString("-"),
          on(labels),
          last.isMissingNode()
              ? "-"
              : last.path("verb").asString() + " by " + last.path("by").asString(),
          alert.path("annotations").path("summary").asString(""));
    }
    return table.isEmpty()
        ? (all ? "There are no alerts." : "No alert is firing.")
        : table.toString();
  }

  private static String on(JsonNode labels) {
    String namespace = labels.path("namespace").asString("");
    String name =
        labels
            .path("ownerName")
            .asString(labels.path("pod").asString(labels.path("node").asString("-")));
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
