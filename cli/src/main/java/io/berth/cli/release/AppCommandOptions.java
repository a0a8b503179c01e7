/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.option.DurationConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The options of every command on an application: clusters, reason, deadline, waiting. */
final class AppCommandOptions {

  @Option(
      names = {"-w", "--wait"},
      description = "Follow the roll-out until its verdict.")
  private boolean wait;

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description =
          "Only in this cluster; may be given several times. If left out: 'deploy' and"
              + " 'ensure-namespace' go to every cluster, the others go to those that have the"
              + " application.")
  private List<String> clusters = new ArrayList<>();

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Reason, shown in the history.")
  private @Nullable String reason;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Time limit for the clusters, such as 90s (default: 10m).")
  private @Nullable Duration deadline;

  @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Id of the command. Repeating it is safe: the command is executed once.")
  private String id = UUID.randomUUID().toString();

  /** Submits the command, and follows it with {@code --wait}; returns the exit code. */
  int submit(ClientOptions client, String verb, ObjectNode command) {
    addMeta(command);
    GatewayClient gateway = client.gateway();
    JsonNode answer =
        gateway.send(
            "POST",
            GatewayClient.below("/api/v1/commands", verb),
            command,
            Map.of("Idempotency-Key", id));
    String commandId = answer.path("commandId").asString();
    if (!wait && !dryRun) {
      client.show(answer, AppCommandOptions::formatAccepted);
      return ExitCode.OK.code();
    }
    client.printUnlessJson("Taken as " + commandId + ".");
    return new OperationWatcher(gateway, client).follow(commandId).code();
  }

  private static String formatAccepted(JsonNode answer) {
    String commandId = answer.path("commandId").asString();
    return "Taken as " + commandId + ". Follow it: ./berth operations " + commandId + " --wait";
  }

  private void addMeta(ObjectNode command) {
    ObjectNode meta =
        command.get("meta") instanceof ObjectNode given ? given : command.putObject("meta");
    if (!clusters.isEmpty()) {
      var names = meta.putArray("clusters");
      clusters.forEach(names::add);
    }
    if (reason != null) {
      meta.put("reason", reason);
    }
    if (deadline != null) {
      meta.put("deadline", deadline.toString());
    }
    if (dryRun) {
      meta.put("dryRun", true);
    }
  }
}
