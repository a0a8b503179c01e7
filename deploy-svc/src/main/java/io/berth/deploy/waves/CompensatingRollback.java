/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.cluster.ApiRejections;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.CommandFencing;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.release.Release;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Rollback;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls back a release that succeeded here, because its command failed in another cluster. An
 * operation of its own: the published verdict stands.
 */
public final class CompensatingRollback {

  private static final Logger LOG = LoggerFactory.getLogger(CompensatingRollback.class);

  /** The requester of the rollback. */
  static final String BERTH = "berth (waves)";

  private final String clusterName;
  private final Planner planner;
  private final Cluster cluster;
  private final RolloutTracker tracker;
  private final OperationLog operations;
  private final OperationPublisher publisher;
  private final InstantSource clock;

  public CompensatingRollback(ClusterContext context, Planner planner, RolloutTracker tracker) {
    this.clusterName = context.name();
    this.planner = planner;
    this.cluster = context.cluster();
    this.tracker = tracker;
    this.operations = context.operations();
    this.publisher = context.publisher();
    this.clock = context.clock();
  }

  /**
   * Does nothing where a newer command was applied, or the rollback was applied already. Where the
   * API server rejects it, or an object belongs to somebody else, that is its verdict.
   *
   * @throws ClusterUnavailableException where the API server is away: try again
   */
  void rollBack(ReceivedCommand done, CompensationDecision.RollBack why) {
    try {
      planAndApply(done, why);
    } catch (ClusterRejectedException e) {
      refuse(rollbackCommand(done, why, null), e);
    }
  }

  private void planAndApply(ReceivedCommand done, CompensationDecision.RollBack why) {
    ClusterSnapshot snapshot = cluster.snapshot(done.command().subject());
    ObservedApp live = snapshot.live();
    if (live != null
        && live.lastCommand().commandId().equals(done.id() + CommandFencing.ROLLBACK)) {
      tracker.track(
          Rollout.of(
              live)); // an earlier attempt applied it and was interrupted before it could publish
      return;
    }
    if (live == null || !live.lastCommand().commandId().equals(done.id())) {
      return;
    }
    Optional<Release> good =
        snapshot
            .releases()
            .number(live.servingRelease())
            .filter(release -> release.commandId().equals(done.id()))
            .flatMap(snapshot.releases()::lastGoodBefore);
    ReceivedCommand received = rollbackCommand(done, why, good.map(Release::number).orElse(null));
    switch (planner.plan(received, snapshot)) {
      case Plan.Apply write when good.isPresent() -> apply(received, write);
      case Plan.Reject(List<Violation> violations) ->
          publisher.publishRejected(received, violations);
      case Plan.Apply _, Plan.Delete _, Plan.ApplyNamespace _ ->
          LOG.info(
              "Command {} ({}) for {} in {} is not rolled back: it created no release with a predecessor",
              done.id(),
              done.command().verb(),
              done.command().subject(),
              clusterName);
    }
  }

  private void apply(ReceivedCommand received, Plan.Apply plan) {
    Long release = plan.desired().release().number();
    LOG.info(
        "Command {} ({}) for {} in {} planned: automatic rollback, apply release {}, because: {}",
        received.id(),
        received.command().verb(),
        received.command().subject(),
        clusterName,
        release,
        received.command().meta().reason());
    publisher.publishAccepted(received, release, cluster.dryRun(plan), plan.notes());
    try {
      ObservedApp live = cluster.apply(plan);
      publisher.publishApplied(received, release, List.of(WorkloadKind.label(live.deployment())));
      tracker.track(Rollout.of(live));
    } catch (StaleWriteException e) {
      if (e.newerCommand().equals(received.id())) {
        throw e; // a concurrent attempt at the same rollback: read again
      }
      publisher.publishSuperseded(publisher.ref(received), release, e.newerCommand());
    }
  }

  /** What was accepted may have been written in part, so it is not rejected but fails. */
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

  /** Uses the position of the command that it undoes: whatever was read later is newer. */
  private ReceivedCommand rollbackCommand(
      ReceivedCommand done,
      CompensationDecision.RollBack why,
      @org.jspecify.annotations.Nullable Long to) {
    String reason = "Command " + done.id() + " ended in " + why.cluster() + " " + why.reason();
    return new ReceivedCommand(
        done.id() + CommandFencing.ROLLBACK,
        new Rollback(
            CommandMeta.by(BERTH).withReason(reason.substring(0, Math.min(2000, reason.length()))),
            done.command().subject(),
            to),
        clock.instant(),
        done.position());
  }
}
