/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A story as people and programs see it at some time.
 *
 * @param commandId the command's id
 * @param verb the command in one word
 * @param app namespace/name
 * @param requestedBy whose it is
 * @param requestedAt when it was given
 * @param deadline when every cluster must have given its verdict
 * @param reason why it was given; null where nobody said
 * @param dryRun whether nothing is to be written
 * @param image what a deployment brings; null for other commands
 * @param overall what the clusters make together
 * @param clusters what became of it in each target cluster, in the order of their names
 */
public record StoryView(
    String commandId,
    String verb,
    String app,
    String requestedBy,
    Instant requestedAt,
    Instant deadline,
    @Nullable String reason,
    boolean dryRun,
    @Nullable String image,
    Overall overall,
    List<ClusterOutcome> clusters) {

  /** The story as it stands. */
  public static StoryView of(Story story, Collection<String> everyCluster, Instant asOf) {
    Command command = story.command();
    CommandMeta meta = command == null ? null : command.meta();
    boolean late = !asOf.isBefore(story.deadline().plus(Story.GRACE));
    List<ClusterOutcome> outcomes = new ArrayList<>();
    for (String cluster : story.targets(everyCluster)) {
      ClusterOutcome outcome =
          story.clusters().getOrDefault(cluster, ClusterOutcome.silent(cluster));
      outcomes.add(late && outcome.verdict() == null ? unreachable(outcome, story) : outcome);
    }
    return new StoryView(
        story.commandId(),
        story.verb(),
        story.app().toString(),
        story.requestedBy(),
        story.requestedAt(),
        story.deadline(),
        meta == null ? null : meta.reason(),
        meta != null && meta.dryRun(),
        command instanceof Deploy deploy ? deploy.spec().image() : null,
        story.overall(everyCluster, asOf),
        List.copyOf(outcomes));
  }

  private static ClusterOutcome unreachable(ClusterOutcome said, Story story) {
    Duration allowed = Duration.between(story.requestedAt(), story.deadline());
    return new ClusterOutcome(
        said.cluster(),
        said.steps(),
        said.progress(),
        said.release(),
        said.diff(),
        said.notes(),
        Verdict.UNREACHABLE,
        null,
        null,
        List.of(),
        said.cluster()
            + " gave no verdict within "
            + allowed.toSeconds()
            + " s. Look whether its deploy-svc runs (GET /api/v1/clusters); the command is kept and"
            + " will be worked on when it is back.");
  }
}
