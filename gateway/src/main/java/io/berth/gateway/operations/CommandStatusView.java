/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Verdict;
import io.berth.gateway.operations.OverallStatus.CommandTargets;
import io.berth.redaction.manifest.ClusterMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of a command as the API shows it at a time.
 *
 * @param commandId the command's id
 * @param verb the command's verb
 * @param app namespace/name
 * @param requestedBy the principal
 * @param requestedAt the command's time
 * @param deadline when every cluster must have reported its verdict
 * @param reason the reason that was given; null if none was
 * @param dryRun whether it is a dry run
 * @param image the image of a deployment; null for other commands
 * @param overall the status over all clusters
 * @param clusters the outcome per cluster, ordered by name
 */
public record CommandStatusView(
    String commandId,
    String verb,
    String app,
    String requestedBy,
    Instant requestedAt,
    Instant deadline,
    @Nullable String reason,
    boolean dryRun,
    @Nullable String image,
    OverallStatus overall,
    List<ClusterOutcome> clusters) {

  /** The view of a status at a time. */
  public static CommandStatusView of(
      CommandStatus status, Collection<String> allClusters, Instant asOf) {
    Command command = status.command();
    CommandMeta meta = command == null ? null : command.meta();
    boolean isOverdue = !asOf.isBefore(status.deadline().plus(CommandStatus.GRACE));
    List<ClusterOutcome> outcomes = new ArrayList<>();
    CommandTargets targets = status.targets(allClusters);
    for (String cluster : targets.clusters()) {
      ClusterOutcome outcome =
          status.clusters().getOrDefault(cluster, ClusterOutcome.pending(cluster));
      if (targets.isSkipped(cluster)) {
        outcomes.add(outcome.asSkipped());
      } else {
        outcomes.add(
            isOverdue && outcome.verdict() == null ? unreachable(outcome, status) : outcome);
      }
    }
    return new CommandStatusView(
        status.commandId(),
        status.verb(),
        status.app().toString(),
        ClusterMessages.redact(status.requestedBy()),
        status.requestedAt(),
        status.deadline(),
        meta == null ? null : ClusterMessages.redactIfPresent(meta.reason()),
        meta != null && meta.dryRun(),
        command instanceof Deploy deploy ? deploy.spec().image() : null,
        status.overall(allClusters, asOf),
        List.copyOf(outcomes));
  }

  private static ClusterOutcome unreachable(ClusterOutcome known, CommandStatus status) {
    Duration allowed = Duration.between(status.requestedAt(), status.deadline());
    return new ClusterOutcome(
        known.cluster(),
        known.steps(),
        known.progress(),
        known.release(),
        known.diff(),
        known.notes(),
        Verdict.UNREACHABLE,
        null,
        null,
        List.of(),
        known.cluster()
            + " gave no verdict within "
            + allowed.toSeconds()
            + " s. Look whether its deploy-svc runs (GET /api/v1/clusters); the command is kept and"
            + " will be worked on when it is back.",
        false);
  }
}
