/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PendingCommands;
import java.util.Optional;

/** Finds the queued command that supersedes another one before that is applied. */
final class SupersedingCommands {

  private final String clusterName;
  private final ImageResolvingPlanner planner;
  private final OperationLog operations;
  private final PendingCommands pending;
  private final MonotonicClock clock;

  SupersedingCommands(
      String clusterName,
      ImageResolvingPlanner planner,
      OperationLog operations,
      PendingCommands pending,
      MonotonicClock clock) {
    this.clusterName = clusterName;
    this.planner = planner;
    this.operations = operations;
    this.pending = pending;
    this.clock = clock;
  }

  /**
   * The newest command that would be applied now and makes the older one unnecessary. A redelivered
   * command supersedes neither itself nor a command that was read between its two records, since it
   * counts from its first record on.
   */
  Optional<ReceivedCommand> newestReplacing(ReceivedCommand received, ClusterSnapshot snapshot) {
    return pending.queuedAfter(received).reversed().stream()
        .filter(next -> next.command().meta().targets(clusterName))
        .filter(next -> clock.asOf(next.id()).isBefore(next.deadline()))
        .filter(next -> SupersedePolicy.replaces(next.command(), received.command()))
        .filter(next -> !operations.isStarted(next.id()))
        .filter(next -> writes(planner.plan(next, snapshot)))
        .findFirst();
  }

  private static boolean writes(Plan plan) {
    return switch (plan) {
      case Plan.Apply _, Plan.Delete _ -> true;
      case Plan.Reject _, Plan.ApplyNamespace _ -> false;
    };
  }
}
