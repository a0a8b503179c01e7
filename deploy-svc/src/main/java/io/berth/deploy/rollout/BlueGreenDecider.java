/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.planning.ObservedApp.RolloutStage;
import io.berth.deploy.rollout.StageAbortPolicy.StageContext;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;

/**
 * Decides the next action of a blue-green roll-out. Three steps: the new release starts at full
 * size without requests; the Service switches over and the old pods are kept for a rollback; the
 * old pods are replaced, and the Service switches back to them when all are ready. The selected
 * pods are complete at any time.
 */
public final class BlueGreenDecider {

  private final StageAbortPolicy abortPolicy;

  public BlueGreenDecider(RolloutDecider decider) {
    this.abortPolicy = new StageAbortPolicy(decider);
  }

  /** A pure function: the same arguments give the same action. */
  public StageAction next(StageSnapshot<BlueGreen> snapshot, Instant asOf) {
    RolloutStage stage = snapshot.stage();
    if (stage.isEnding()) {
      return ReplicaCounts.isSettled(snapshot.live().deployment())
          ? new StageAction.Advance()
          : hold(snapshot, snapshot.live().deployment(), "the pods that were kept are replaced");
    }
    return stage.isSwitched()
        ? awaitRollbackWindow(snapshot, asOf)
        : abortPolicy
            .abort(snapshot, context(snapshot), asOf)
            .orElseGet(() -> bringUp(snapshot, asOf));
  }

  private static StageContext context(StageSnapshot<BlueGreen> snapshot) {
    return new StageContext(
        progress(snapshot),
        name(snapshot),
        "release " + snapshot.stage().release() + " ran beside, without requests",
        snapshot.stage().since() != null && snapshot.strategy().waitForPromote());
  }

  private static StageAction bringUp(StageSnapshot<BlueGreen> snapshot, Instant asOf) {
    int all = fullCount(snapshot);
    if (ReplicaCounts.of(snapshot.parallel()).wanted() != all) {
      return new StageAction.Resize(snapshot.live().replicas(), all);
    }
    if (!ReplicaCounts.isSettled(snapshot.parallel())) {
      return hold(snapshot, snapshot.parallel(), "its pods become ready");
    }
    if (snapshot.stage().since() == null) {
      return new StageAction.BeginBake(asOf);
    }
    return snapshot.strategy().waitForPromote()
        ? new StageAction.Hold(progress(snapshot), name(snapshot) + ": waits for Promote")
        : new StageAction.Advance();
  }

  /** Until the Deployment is complete, or what another client did to it is undone. */
  private static StageAction hold(
      StageSnapshot<BlueGreen> snapshot, Deployment deployment, String otherwise) {
    return new StageAction.Hold(
        progress(snapshot),
        name(snapshot)
            + ": "
            + ForeignObstacle.of(deployment).map(ForeignObstacle::reason).orElse(otherwise));
  }

  private static StageAction awaitRollbackWindow(StageSnapshot<BlueGreen> snapshot, Instant asOf) {
    Instant since = snapshot.stage().since();
    if (since == null) {
      return new StageAction.BeginBake(asOf);
    }
    Instant until = since.plus(snapshot.strategy().keepOld());
    return asOf.isBefore(until)
        ? new StageAction.Hold(
            progress(snapshot), name(snapshot) + ": the way back is open until " + until)
        : new StageAction.Advance();
  }

  /** As many as serve now: with a scaling policy in force, the scaler's count. */
  private static int fullCount(StageSnapshot<BlueGreen> snapshot) {
    return snapshot.live().scaledByScaler() ? snapshot.live().replicas() : snapshot.stage().total();
  }

  private static Progress progress(StageSnapshot<BlueGreen> snapshot) {
    Progress own = ReplicaCounts.of(snapshot.live().deployment());
    Progress preview = ReplicaCounts.of(snapshot.parallel());
    return new Progress(
        preview.wanted(),
        preview.updated(),
        preview.ready(),
        preview.available(),
        own.updated() + own.old());
  }

  private static String name(StageSnapshot<BlueGreen> snapshot) {
    return "Release "
        + snapshot.stage().release()
        + (snapshot.stage().isSwitched() ? " in service" : " in preview");
  }
}
