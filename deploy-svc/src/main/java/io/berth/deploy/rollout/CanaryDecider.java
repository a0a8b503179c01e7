/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.planning.StagePlans;
import io.berth.deploy.rollout.StageAbortPolicy.StageContext;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;

/**
 * Decides the next action of a canary. New pods start before old ones are removed, and the other
 * way round on abort: there are never fewer pods than requested.
 */
public final class CanaryDecider {

  private final StageAbortPolicy abortPolicy;

  public CanaryDecider(RolloutDecider decider) {
    this.abortPolicy = new StageAbortPolicy(decider);
  }

  /** A pure function: the same arguments give the same action. */
  public StageAction next(StageSnapshot<Canary> snapshot, Instant asOf) {
    return abortPolicy
        .abort(snapshot, context(snapshot), asOf)
        .orElseGet(() -> advance(snapshot, asOf));
  }

  private static StageContext context(StageSnapshot<Canary> snapshot) {
    return new StageContext(
        progress(snapshot),
        name(snapshot),
        "the canary took " + step(snapshot).percent() + " % of the pods",
        snapshot.stage().since() != null && step(snapshot).bake() == null);
  }

  private static StageAction advance(StageSnapshot<Canary> snapshot, Instant asOf) {
    Progress canary = ReplicaCounts.of(snapshot.parallel());
    Progress own = ReplicaCounts.of(snapshot.live().deployment());
    int wanted = desiredCanaryReplicas(snapshot);
    if (canary.wanted() != wanted) {
      return new StageAction.Resize(own.wanted(), wanted);
    }
    if (!ReplicaCounts.isSettled(snapshot.parallel())) {
      return hold(snapshot, snapshot.parallel(), "its pods become ready");
    }
    if (own.wanted() != desiredOwnReplicas(snapshot)) {
      return new StageAction.Resize(desiredOwnReplicas(snapshot), wanted);
    }
    if (!ReplicaCounts.isSettled(snapshot.live().deployment())) {
      return hold(snapshot, snapshot.live().deployment(), "the old release gives way");
    }
    return bake(snapshot, asOf);
  }

  /** Until the Deployment is complete, or what another client did to it is undone. */
  private static StageAction hold(
      StageSnapshot<Canary> snapshot, Deployment deployment, String otherwise) {
    return new StageAction.Hold(
        progress(snapshot),
        name(snapshot)
            + ": "
            + ForeignObstacle.of(deployment).map(ForeignObstacle::reason).orElse(otherwise));
  }

  private static StageAction bake(StageSnapshot<Canary> snapshot, Instant asOf) {
    Instant since = snapshot.stage().since();
    if (since == null) {
      return new StageAction.BeginBake(asOf);
    }
    CanaryStep step = step(snapshot);
    if (step.bake() == null) {
      return new StageAction.Hold(progress(snapshot), name(snapshot) + ": waits for Promote");
    }
    Instant until = since.plus(step.bake());
    return asOf.isBefore(until)
        ? new StageAction.Hold(
            progress(snapshot), name(snapshot) + ": its bake time ends at " + until)
        : new StageAction.Advance();
  }

  private static CanaryStep step(StageSnapshot<Canary> snapshot) {
    var steps = snapshot.strategy().steps();
    return steps.get(Math.min(snapshot.stage().step(), steps.size() - 1));
  }

  /** The pods of both releases: serving, new, and left of the old one. */
  private static Progress progress(StageSnapshot<Canary> snapshot) {
    Progress own = ReplicaCounts.of(snapshot.live().deployment());
    Progress canary = ReplicaCounts.of(snapshot.parallel());
    return new Progress(
        Math.max(snapshot.stage().total(), own.wanted()),
        canary.updated(),
        own.ready() + canary.ready(),
        own.available() + canary.available(),
        own.updated() + own.old());
  }

  /**
   * With a scaling policy in force the scaler owns the old release's count, and the canary is added
   * on top.
   */
  private static int desiredCanaryReplicas(StageSnapshot<Canary> snapshot) {
    return StagePlans.share(
        step(snapshot).percent(),
        snapshot.live().scaledByScaler() ? snapshot.live().replicas() : snapshot.stage().total());
  }

  private static int desiredOwnReplicas(StageSnapshot<Canary> snapshot) {
    return snapshot.live().scaledByScaler()
        ? snapshot.live().replicas()
        : snapshot.stage().total() - desiredCanaryReplicas(snapshot);
  }

  private static String name(StageSnapshot<Canary> snapshot) {
    return "Canary at "
        + step(snapshot).percent()
        + " % (step "
        + (snapshot.stage().step() + 1)
        + " of "
        + snapshot.strategy().steps().size()
        + ")";
  }
}
