/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every command on an application has: where, why, until when, and whether to wait for it. */
final class Order {

  @Option(
      names = {"-w", "--wait"},
      description = "Follow the roll-out and end with its verdict.")
  private boolean wait;

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description = "Only in this cluster; may be given several times. Every cluster if left out.")
  private List<String> clusters = new ArrayList<>();

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why, for the people who read the history.")
  private @Nullable String reason;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      description = "How long the clusters may take; 600 if left out.")
  private @Nullable Long deadlineSeconds;

  @Option(names = "--dry-run", description = "Only say what would change.")
  private boolean dryRun;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The command's id. Giving it again is safe: it is done once.")
  private String id = UUID.randomUUID().toString();

  /** Gives the command in, and follows it when asked to; the code for the shell. */
  int give(Client client, String verb, ObjectNode command) {
    addMeta(command);
    Gateway gateway = client.gateway();
    JsonNode taking =
        gateway.send(
            "POST",
            Gateway.below("/api/v1/commands", verb),
            command,
            Map.of("Idempotency-Key", id));
    String commandId = taking.path("commandId").asString();
    if (!wait && !dryRun) {
      client.show(
          taking,
          _ ->
              "Taken as " + commandId + ". Follow it: ./berth operations " + commandId + " --wait");
      return ExitCode.OK.code();
    }
    client.say("Taken as " + commandId + ".");
    return new Following(gateway, client).follow(commandId).code();
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
    if (deadlineSeconds != null) {
      meta.put("deadline", Duration.ofSeconds(deadlineSeconds).toString());
    }
    if (dryRun) {
      meta.put("dryRun", true);
    }
  }
}
