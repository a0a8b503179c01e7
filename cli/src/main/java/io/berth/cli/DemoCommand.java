/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import io.berth.cli.demo.GatewayUnavailableException;
import io.berth.cli.demo.ScenarioFailedException;
import io.berth.cli.demo.ScenarioRunner;
import io.berth.cli.gateway.CliException;
import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.ClientOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code berth demo}: runs every scenario against the running suite. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Run every flow once against the running suite, in about two minutes.",
      "What it deploys stays, so that you can look around; the next run removes it.",
      "Exits with 1 if a scenario fails; the last line is 'N passed, N failed'."
    },
    footer = {"", "Example:", "  berth demo"})
final class DemoCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;

  /** Had the exit code that every run has now; scripts may still have it. */
  @Option(names = "--check", hidden = true)
  private boolean check;

  DemoCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<String> real = realClusters();
    if (!real.isEmpty()) {
      throw new CliException(
          ExitCode.NOT_DONE,
          "The demo needs simulated clusters, because its images and its load exist nowhere else,"
              + " and it was not begun: this is a real one: "
              + String.join(", ", real)
              + ". Start the suite without --cluster for it, or deploy an application of your own.");
    }
    ScenarioRunner.Summary summary =
        new ScenarioRunner(new GatewayAdapter(client.gateway()), client::printLine).run();
    client.printLine(summary.toString());
    return summary.failed() > 0 ? ExitCode.NOT_DONE.code() : ExitCode.OK.code();
  }

  /** None where the gateway does not say: then the scenarios tell what is wrong. */
  private List<String> realClusters() {
    try {
      return client
          .gateway()
          .get("/api/v1/clusters")
          .path("items")
          .valueStream()
          .filter(cluster -> !cluster.path("simulated").asBoolean(true))
          .map(cluster -> cluster.path("name").asString())
          .toList();
    } catch (CliException _) {
      return List.of();
    }
  }

  /** Adapts the client of this program; a rejected request fails the scenario. */
  private record GatewayAdapter(GatewayClient gateway) implements io.berth.cli.demo.GatewayApi {

    @Override
    public JsonNode get(String path) {
      return translateFailure(() -> gateway.get(path));
    }

    @Override
    public JsonNode post(String path, Map<String, ?> body, String idempotencyKey) {
      return send("POST", path, body, Map.of("Idempotency-Key", idempotencyKey));
    }

    @Override
    public JsonNode put(String path, Map<String, ?> body) {
      return send("PUT", path, body, Map.of());
    }

    @Override
    public void delete(String path) {
      translateFailure(() -> gateway.delete(path));
    }

    private JsonNode send(
        String method, String path, Map<String, ?> body, Map<String, String> headers) {
      JsonNode json = JsonMapper.shared().valueToTree(body);
      return translateFailure(() -> gateway.send(method, path, json, headers));
    }

    private static JsonNode translateFailure(Supplier<JsonNode> call) {
      try {
        return call.get();
      } catch (CliException e) {
        String message = String.valueOf(e.getMessage());
        throw e.code() == ExitCode.UNREACHABLE
            ? new GatewayUnavailableException(message)
            : new ScenarioFailedException(message);
      }
    }
  }
}
