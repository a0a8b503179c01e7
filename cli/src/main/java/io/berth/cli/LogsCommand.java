/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.AppRefConverter;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.text.LogRecordText;
import io.berth.events.AppRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches in all logs, or follows them. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Search the logs of an application, or follow them.",
    footer = {
      "",
      "Examples:",
      "  berth logs shop/cart --level error --limit 20",
      "  berth logs shop/cart -f",
      "  berth logs --query 'payment declined' --from 2026-01-31T12:00:00Z"
    })
final class LogsCommand implements Callable<Integer> {

  private static final String DATA = "data:";

  @Mixin private final ClientOptions client;

  @Parameters(
      arity = "0..1",
      paramLabel = "APP",
      converter = AppRefConverter.class,
      description = "The application, namespace/name; everything if left out.")
  private @Nullable AppRef app;

  @Option(
      names = {"-f", "--follow"},
      description = "Show new records as they arrive, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = {"-q", "--query"},
      paramLabel = "TEXT",
      description = "Only records whose message has these words.")
  private @Nullable String query;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "Only this level, such as error or warn.")
  private @Nullable String level;

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description = "Only in this cluster.")
  private @Nullable String cluster;

  @Option(names = "--trace", paramLabel = "ID", description = "Only records of this trace.")
  private @Nullable String traceId;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Start of the time range, ISO 8601 in UTC.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "End of the time range, ISO 8601 in UTC.")
  private @Nullable String to;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "Maximum number of entries.",
      defaultValue = "50")
  private int limit = 50;

  LogsCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("namespace", app == null ? null : app.namespace());
    parameters.put("app", app == null ? null : app.name());
    parameters.put("q", query);
    parameters.put("level", level);
    parameters.put("cluster", cluster);
    parameters.put("traceId", traceId);
    if (follow) {
      tail(GatewayClient.path("/api/v1/logs/tail", parameters));
      return ExitCode.OK.code();
    }
    parameters.put("from", from);
    parameters.put("to", to);
    parameters.put("limit", limit);
    client.show(
        client.gateway().get(GatewayClient.path("/api/v1/logs", parameters)), LogsCommand::format);
    return ExitCode.OK.code();
  }

  private void tail(String path) throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(client.gateway().stream(path, "text/event-stream"), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA)) {
          show(line.substring(DATA.length()).strip());
        }
      }
    }
  }

  private void show(String data) {
    JsonNode record;
    try {
      record = JsonMapper.shared().readTree(data);
    } catch (JacksonException _) {
      client.printLine(data);
      return;
    }
    client.showLine(record, LogRecordText::of);
  }

  private static String format(JsonNode answer) {
    JsonNode items = answer.path(answer.has("hits") ? "hits" : "items");
    if (items.isEmpty()) {
      return "No log records were found. Logs take a few seconds to become searchable; -f shows them as they"
          + " come.";
    }
    StringBuilder text = new StringBuilder();
    items.forEach(item -> text.append(LogRecordText.of(item)).append('\n'));
    return text.toString().stripTrailing();
  }
}
