/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.cluster.ApiRejections;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PendingCommands;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a command without writing anything: plans it, publishes that it is accepted or rejected,
 * and concludes commands that ask for a dry run.
 */
public final class DryRun {

  private final String clusterName;
  private final ImageResolvingPlanner planner;
  private final Cluster cluster;
  private final OperationLog operations;
  private final OperationPublisher publisher;
  private final PendingCommands pending;

  DryRun(
      String clusterName,
      ImageResolvingPlanner planner,
      Cluster cluster,
      OperationLog operations,
      OperationPublisher publisher,
      PendingCommands pending) {
    this.clusterName = clusterName;
    this.planner = planner;
    this.cluster = cluster;
    this.operations = operations;
    this.publisher = publisher;
    this.pending = pending;
  }

  /** The result for a command that is not to be applied yet. */
  public enum DryRunResult {
    /** It is accepted and can be parked. */
    CAN_WAIT,
    /** It was applied before, or a newer command was. */
    ALREADY_APPLIED,
    /** It has its verdict. */
    CONCLUDED
  }

  /**
   * Whether the cluster already has this command applied, or a newer one.
   *
   * @throws ClusterUnavailableException where nobody can say, and there is time left to ask again
   */
  public boolean isApplied(ReceivedCommand received, Instant asOf) {
    try {
      ObservedApp live = cluster.snapshot(received.command().subject()).live();
      return live != null && received.isAppliedIn(live);
    } catch (ClusterUnavailableException e) {
      if (asOf.isBefore(received.deadline())) {
        throw e;
      }
      return false;
    }
  }

  /** Plans a command and publishes whether it is accepted. */
  public DryRunResult check(ReceivedCommand received) {
    ClusterSnapshot snapshot = cluster.snapshot(received.command().subject());
    ObservedApp live = snapshot.live();
    if (live != null && received.isAppliedIn(live)) {
      return DryRunResult.ALREADY_APPLIED;
    }
    Plan plan = planner.plan(received, snapshot);
    pending.requireOwned(received); // the reads may have taken long
    boolean waits =
        switch (plan) {
          case Plan.Reject reject -> {
            reject(received, reject);
            yield false;
          }
          case Plan.Apply apply ->
              accept(received, apply) && !concludeIfDryRun(received, apply.release());
          case Plan.ApplyNamespace namespace ->
              accept(received, namespace) && !concludeIfDryRun(received, null);
          case Plan.Delete _ -> {
            publisher.publishAccepted(received, null, List.of(), List.of());
            yield !concludeIfDryRun(received, null);
          }
        };
    return waits ? DryRunResult.CAN_WAIT : DryRunResult.CONCLUDED;
  }

  void reject(ReceivedCommand received, Plan.Reject reject) {
    if (operations.isAccepted(received.id()) && received.command().verb().equals("remove")) {
      publisher.publishSucceeded(
          publisher.ref(received), null, null, "The application is removed.");
    } else {
      publisher.publishRejected(received, reject.violations());
    }
  }

  boolean accept(ReceivedCommand received, Plan.ApplyNamespace plan) {
    try {
      cluster.checkOwnership(plan.objects());
      publisher.publishAccepted(received, null, List.of(), List.of());
      return true;
    } catch (ClusterRejectedException e) {
      refuse(received, e);
      return false;
    }
  }

  boolean accept(ReceivedCommand received, Plan.Apply plan) {
    try {
      publisher.publishAccepted(received, plan.release(), cluster.dryRun(plan), plan.notes());
      return true;
    } catch (ClusterRejectedException e) {
      refuse(received, e);
      return false;
    }
  }

  /** A command that was accepted before may have been written in part. */
  private void refuse(ReceivedCommand received, ClusterRejectedException e) {
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

  boolean concludeIfDryRun(ReceivedCommand received, @Nullable Long release) {
    if (received.command().meta().dryRun()) {
      publisher.publishSucceeded(
          publisher.ref(received), release, null, "A dry run: nothing was written.");
    }
    return received.command().meta().dryRun();
  }
}
