/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.cluster.ApiRejections;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.CommandFencing;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionLostException;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.events.AppRef;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.operation.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Handles a command: reads the cluster, plans, publishes what it will do, applies, and hands the
 * roll-out to the tracker. Idempotent: handling it again finds everything applied.
 */
public final class CommandHandler {

  private static final int MAX_ATTEMPTS = 5;

  private final String clusterName;
  private final ImageResolvingPlanner planner;
  private final Cluster cluster;
  private final OperationLog operations;
  private final RolloutTracker tracker;
  private final OperationPublisher publisher;
  private final PendingCommands pending;
  private final SupersedingCommands superseding;
  private final PlanExecutor executor;
  private final MonotonicClock clock;

  public CommandHandler(
      String clusterName,
      ImageResolvingPlanner planner,
      Cluster cluster,
      OperationLog operations,
      RolloutTracker tracker,
      PendingCommands pending,
      MonotonicClock clock) {
    this.clusterName = clusterName;
    this.planner = planner;
    this.cluster = cluster;
    this.operations = operations;
    this.tracker = tracker;
    this.pending = pending;
    this.superseding = new SupersedingCommands(clusterName, planner, operations, pending, clock);
    this.publisher = new OperationPublisher(clusterName, operations, clock);
    this.executor =
        new PlanExecutor(
            clusterName,
            new DryRun(clusterName, planner, cluster, operations, publisher, pending),
            cluster,
            operations,
            tracker,
            pending,
            publisher);
    this.clock = clock;
  }

  public DryRun dryRun() {
    return executor.dryRun();
  }

  /**
   * Handles one command until its roll-out is tracked.
   *
   * @throws ClusterUnavailableException where the API server is away and the deadline has not
   *     passed: try again
   * @throws PartitionLostException where another instance may have taken over: ask again when that
   *     is clear
   */
  public void handle(ReceivedCommand received) {
    if (!received.command().meta().targets(clusterName) || operations.isConcluded(received.id())) {
      return;
    }
    try {
      retryStaleWrites(received);
    } catch (ClusterUnavailableException e) {
      if (clock.asOf(received.id()).isBefore(received.deadline())) {
        throw e;
      }
      publisher.publishUnreachable(received, String.valueOf(e.getMessage()));
    } catch (ClusterRejectedException e) {
      publishRejection(received, e);
    }
  }

  /** Reads, decides and writes again where another instance wrote in between. */
  private void retryStaleWrites(ReceivedCommand received) {
    for (int attempt = 1; ; attempt++) {
      try {
        decide(received, attempt == 1);
        return;
      } catch (StaleWriteException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw new ClusterUnavailableException(
              "every attempt met a concurrent write: " + e.getMessage(), e);
        }
      }
    }
  }

  /** The API server does not let the application be read or deleted. */
  private void publishRejection(ReceivedCommand received, ClusterRejectedException e) {
    if (operations.isAccepted(received.id())) {
      publisher.publishFailed(
          publisher.ref(received),
          Verdict.FAILED,
          null,
          null,
          ApiRejections.diagnosis(clusterName, e));
    } else {
      publisher.publishRejected(received, List.of(ApiRejections.violation(clusterName, e)));
    }
  }

  /**
   * @param cached whether the cached state will do; never for a rejection
   */
  private void decide(ReceivedCommand received, boolean cached) {
    pending.requireOwned(received);
    if (isExpired(received) && pending.queuedAfter(received).isEmpty()) {
      publisher.publishReadTooLate(received);
      return;
    }
    AppRef app = received.command().subject();
    ClusterSnapshot snapshot = cached ? cluster.cachedSnapshot(app) : cluster.snapshot(app);
    // An application may have the name of its namespace and is not affected by namespace commands.
    ObservedApp live = received.command() instanceof ApplicationCommand ? snapshot.live() : null;
    Optional<ReceivedCommand> replacement = superseding.newestReplacing(received, snapshot);
    pending.requireOwned(received); // the reads may have taken long
    if (live != null && received.isAppliedIn(live)) {
      resume(received, live);
    } else if (live != null && operations.isApplied(received.id())) {
      handleOvertaken(received, live, cached);
    } else if (live == null && isAppliedAndGone(received)) {
      handleGone(received, cached);
    } else if (replacement.isPresent()) {
      publisher.publishSkipped(received, replacement.get());
    } else if (isExpired(received)) {
      publisher.publishReadTooLate(received);
    } else {
      Plan plan = planner.plan(received, snapshot);
      if (cached && plan instanceof Plan.Reject) {
        decide(received, false);
      } else {
        executor.execute(received, plan, snapshot);
      }
    }
  }

  private boolean isExpired(ReceivedCommand received) {
    return !clock.asOf(received.id()).isBefore(received.deadline())
        && !operations.isAccepted(received.id());
  }

  /**
   * The first delivery was applied, and a newer command since. By position this redelivery would
   * count as newer, because its record lies after the newer command's.
   */
  private void handleOvertaken(ReceivedCommand received, ObservedApp live, boolean cached) {
    if (cached) {
      decide(received, false);
    } else {
      resume(received, live);
    }
  }

  /** A Remove is done when nothing is left. */
  private boolean isAppliedAndGone(ReceivedCommand received) {
    return received.command() instanceof ApplicationCommand command
        && !(command instanceof Remove)
        && operations.isApplied(received.id());
  }

  /** What the first delivery wrote is gone: it is neither written again nor was it rejected. */
  private void handleGone(ReceivedCommand received, boolean cached) {
    if (cached) {
      decide(received, false);
    } else {
      publisher.publishVanished(
          new OperationLog.OpenCommand(
              received.id(),
              received.command().verb(),
              received.command().subject(),
              received.command().meta().requestedBy()));
    }
  }

  /** The command was applied before: it was redelivered, or another instance stopped halfway. */
  private void resume(ReceivedCommand received, ObservedApp live) {
    String newest = live.lastCommand().commandId();
    if (newest.equals(received.id())) {
      Rollout rollout = Rollout.of(live);
      publisher.publishApplied(
          received, rollout.release(), List.of("Deployment/" + live.app().name()));
      tracker.track(rollout);
    } else if (received.isPromoteAppliedIn(live)
        || (received.command() instanceof Promote && operations.isApplied(received.id()))) {
      publisher.publishPromoted(received);
    } else if (newest.equals(received.id() + CommandFencing.ROLLBACK)) {
      publisher.publishRolledBack(publisher.ref(received), null, null, null, newest);
    } else {
      publisher.publishSuperseded(publisher.ref(received), null, newest);
    }
  }
}
