/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.gateway.CliException;
import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.text.OperationText;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Follows a command to its verdict and prints a line for each change in a cluster. The command does
 * not need the gateway once it is taken, so a gateway that restarts meanwhile is asked again.
 */
final class OperationWatcher {

  private static final long POLL_INTERVAL_NANOS = 400_000_000L;

  /** How long a gateway that does not answer is asked again. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final GatewayClient gateway;
  private final ClientOptions client;
  private final Map<String, String> said = new HashMap<>();

  OperationWatcher(GatewayClient gateway, ClientOptions client) {
    this.gateway = gateway;
    this.client = client;
  }

  /** Returns when every cluster has its verdict; what that means to a shell. */
  ExitCode follow(String commandId) {
    JsonNode operation = await(commandId, this::report);
    client.show(operation, OperationWatcher::end);
    return code(operation);
  }

  /** Returns the operation when every cluster has its verdict; prints nothing meanwhile. */
  JsonNode await(String commandId) {
    return await(commandId, _ -> {});
  }

  private JsonNode await(String commandId, Consumer<JsonNode> progress) {
    String path = GatewayClient.below("/api/v1/operations", commandId);
    JsonNode operation = read(path);
    while (!operation.path("overall").path("complete").asBoolean(false)) {
      progress.accept(operation);
      LockSupport.parkNanos(POLL_INTERVAL_NANOS);
      operation = read(path);
    }
    progress.accept(operation);
    return operation;
  }

  private JsonNode read(String path) {
    long since = System.nanoTime();
    for (boolean first = true; ; first = false) {
      try {
        return gateway.get(path);
      } catch (CliException e) {
        if (e.code() != ExitCode.UNREACHABLE || System.nanoTime() - since > PATIENCE.toNanos()) {
          throw e;
        }
        if (first) {
          client.printUnlessJson(
              "  The gateway does not answer; the command goes on, and the gateway is asked again for "
                  + PATIENCE.toMinutes()
                  + " minutes.");
        }
        LockSupport.parkNanos(POLL_INTERVAL_NANOS);
      }
    }
  }

  private void report(JsonNode operation) {
    for (JsonNode outcome : operation.path("clusters")) {
      String line = OperationText.line(outcome);
      if (!line.equals(said.put(outcome.path("cluster").asString(), line))) {
        client.printUnlessJson("  " + line);
      }
    }
  }

  static ExitCode code(JsonNode operation) {
    JsonNode verdict = operation.path("overall").path("verdict");
    return ExitCode.of(verdict.isMissingNode() ? null : Verdict.valueOf(verdict.asString()));
  }

  /** The end of an operation: its overall verdict, and why where it is not a success. */
  static String end(JsonNode operation) {
    StringBuilder text = new StringBuilder();
    text.append(operation.path("overall").path("verdict").asString("No verdict yet"))
        .append(": ")
        .append(operation.path("verb").asString())
        .append(' ')
        .append(operation.path("app").asString())
        .append(" — ")
        .append(operation.path("overall").path("sentence").asString());
    operation.path("clusters").forEach(outcome -> text.append(OperationText.why(outcome)));
    return text.toString();
  }
}
