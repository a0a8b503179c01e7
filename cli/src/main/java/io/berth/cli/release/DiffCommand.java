/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.gateway.CliException;
import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.option.DurationConverter;
import io.berth.cli.text.DiffText;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what a deploy of a file would change. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = DiffCommand.SOFTWARE_FAULT,
    description = {
      "Show what deploying a file would change in each cluster; nothing is written.",
      "Values that may be secret are not shown, only that they change. What every release changes,"
          + " such as its number, is left out.",
      "Exit code: 0 no difference, 1 differences, higher if a cluster rejects the file or does not"
          + " answer."
    },
    footer = {"", "Example:", "  berth diff -f examples/cart.yaml"})
final class DiffCommand implements Callable<Integer> {

  static final int DIFFERENT = 1;

  /** As sysexits.h has it; 1 would mean differences. */
  static final int SOFTWARE_FAULT = 70;

  @Mixin private final ClientOptions client;
  @Mixin private DeployFile file = new DeployFile();

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description = "Only in this cluster; may be given several times.")
  private List<String> clusters = new ArrayList<>();

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Time limit for the clusters, such as 90s (default: 10m).")
  private @Nullable Duration deadline;

  DiffCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    try {
      JsonNode operation = dryRun(file.read());
      client.show(operation, DiffText::of);
      return code(operation);
    } catch (CliException e) {
      throw e.code() == ExitCode.NOT_DONE
          ? new CliException(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()))
          : e;
    }
  }

  private JsonNode dryRun(ObjectNode command) {
    ObjectNode meta =
        command.get("meta") instanceof ObjectNode given ? given : command.putObject("meta");
    meta.put("dryRun", true);
    if (!clusters.isEmpty()) {
      var names = meta.putArray("clusters");
      clusters.forEach(names::add);
    }
    if (deadline != null) {
      meta.put("deadline", deadline.toString());
    }
    GatewayClient gateway = client.gateway();
    JsonNode answer =
        gateway.send(
            "POST",
            "/api/v1/commands/deploy",
            command,
            Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    return new OperationWatcher(gateway, client).await(answer.path("commandId").asString());
  }

  /** A cluster that could not say what changes counts more than one where something does. */
  private static int code(JsonNode operation) {
    ExitCode worst = ExitCode.OK;
    for (JsonNode outcome : operation.path("clusters")) {
      ExitCode code = code(outcome.path("verdict").asString(""));
      worst = code.compareTo(worst) > 0 ? code : worst;
    }
    return worst == ExitCode.OK && DiffText.differs(operation) ? DIFFERENT : worst.code();
  }

  private static ExitCode code(String verdict) {
    return switch (verdict.isEmpty() ? Verdict.UNREACHABLE : Verdict.valueOf(verdict)) {
      case SUCCEEDED -> ExitCode.OK;
      case REJECTED, FAILED -> ExitCode.REFUSED;
      case TIMED_OUT, UNREACHABLE, SUPERSEDED, ROLLED_BACK -> ExitCode.UNREACHABLE;
    };
  }
}
