/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.text.TextTable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists the applications. */
@Command(
    name = "apps",
    mixinStandardHelpOptions = true,
    description = "List the applications in their clusters.",
    footer = {"", "Example:", "  berth apps --namespace shop"})
final class AppsCommand implements Callable<Integer> {

  @Mixin private final ClientOptions client;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Only in this namespace.")
  private @Nullable String namespace;

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description = "Only in this cluster.")
  private @Nullable String cluster;

  AppsCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("namespace", namespace);
    parameters.put("cluster", cluster);
    client.show(client.gateway().get(GatewayClient.path("/api/v1/apps", parameters)), this::format);
    return ExitCode.OK.code();
  }

  /** As {@code 2/3}, and where pods of other releases serve: {@code 2/3 (2 of release 1)}. */
  private static String ready(JsonNode state) {
    String others =
        state
            .path("readyByRelease")
            .valueStream()
            .filter(one -> one.path("release").asLong() != state.path("release").asLong())
            .map(one -> one.path("ready").asInt() + " of release " + one.path("release").asLong())
            .collect(Collectors.joining(", "));
    JsonNode replicas = state.path("replicas");
    return replicas.path("ready").asInt()
        + "/"
        + replicas.path("wanted").asInt()
        + (others.isEmpty() ? "" : " (" + others + ")");
  }

  private String format(JsonNode answer) {
    TextTable table =
        new TextTable(
            "APPLICATION", "CLUSTER", "KIND", "RELEASE", "READY", "PHASE", "ALERTS", "IMAGE");
    boolean simulated = false;
    for (JsonNode app : answer.path("items")) {
      for (JsonNode place : app.path("clusters")) {
        JsonNode state = place.path("state");
        boolean faked = state.path("simulated").asBoolean(false);
        simulated |= faked;
        table.row(
            app.path("namespace").asString() + "/" + app.path("name").asString(),
            place.path("cluster").asString() + (faked ? "*" : ""),
            state.path("kind").asString("DEPLOYMENT"),
            state.path("release").asLong(),
            ready(state),
            state.path("phase").asString(),
            place.path("alerts").isEmpty() ? "-" : place.path("alerts").size() + " firing",
            state.path("image").asString());
      }
    }
    if (table.isEmpty()) {
      return "There are no applications yet. Deploy one: ./berth deploy -f examples/cart.yaml --wait";
    }
    return table + (simulated ? "\n\n* a simulated cluster" : "");
  }
}
