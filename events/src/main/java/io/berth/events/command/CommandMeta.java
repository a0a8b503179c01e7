/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.Check;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that every command has.
 *
 * @param requestedBy the principal: a person or a service
 * @param reason why, for the people who read the history; may be left out
 * @param deadline how long after the command's {@code time} every cluster must have given its
 *     verdict; 1 second to 24 hours, 10 minutes if left out
 * @param clusters the target clusters; empty for every cluster, or for those that have the
 *     application if the command needs one that exists
 * @param order the order of the clusters; all at once if left out
 * @param partialFailure how the clusters' verdicts are combined; ALL if left out
 * @param expectedRelease rejects the command unless this is the current release: guards against
 *     lost updates
 * @param dryRun validate and answer with the diff, write nothing
 */
public record CommandMeta(
    String requestedBy,
    @Nullable String reason,
    Duration deadline,
    List<String> clusters,
    ClusterOrder order,
    PartialFailurePolicy partialFailure,
    @Nullable Long expectedRelease,
    boolean dryRun) {

  /** The deadline of a command that names none. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(10);

  @SuppressWarnings("NullAway") // JSON may leave these out
  public CommandMeta {
    deadline = deadline == null ? DEFAULT_DEADLINE : deadline;
    clusters = clusters == null ? List.of() : List.copyOf(clusters);
    order = order == null ? new ClusterOrder.AllAtOnce() : order;
    partialFailure = partialFailure == null ? new PartialFailurePolicy.All() : partialFailure;
    Check check =
        Check.that()
            .line("requestedBy", requestedBy, 200)
            .between("deadline", deadline, Duration.ofSeconds(1), Duration.ofHours(24));
    for (int i = 0; i < clusters.size(); i++) {
      check.label("clusters[" + i + "]", clusters.get(i));
    }
    if (reason != null) {
      check.text("reason", reason, 2000);
    }
    check.orThrow();
  }

  /** Every cluster at once, all must succeed, the default deadline. */
  public static CommandMeta by(String requestedBy) {
    return new CommandMeta(
        requestedBy,
        null,
        DEFAULT_DEADLINE,
        List.of(),
        new ClusterOrder.AllAtOnce(),
        new PartialFailurePolicy.All(),
        null,
        false);
  }

  /** Whether the cluster is one of the targets. */
  public boolean targets(String cluster) {
    return clusters.isEmpty() || clusters.contains(cluster);
  }

  public CommandMeta withReason(String why) {
    return new CommandMeta(
        requestedBy, why, deadline, clusters, order, partialFailure, expectedRelease, dryRun);
  }

  public CommandMeta withDeadline(Duration longest) {
    return new CommandMeta(
        requestedBy, reason, longest, clusters, order, partialFailure, expectedRelease, dryRun);
  }

  public CommandMeta withClusters(List<String> names) {
    return new CommandMeta(
        requestedBy, reason, deadline, names, order, partialFailure, expectedRelease, dryRun);
  }
}
