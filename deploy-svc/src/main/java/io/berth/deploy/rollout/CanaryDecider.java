/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.planning.StagePlans;
import io.berth.deploy.rollout.Gate.Standing;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.operation.Progress;
import java.time.Instant;

/**
 * The next move of a canary. The new release comes up before the old one gives way, and the old one
 * is back before the new one goes: there are never fewer pods than were asked for.
 */
public final class CanaryDecider {

  private final Gate gate;

  public CanaryDecider(RolloutDecider patience) {
    this.gate = new Gate(patience);
  }

  /** The same arguments give the same move. */
  public Move next(Look<Canary> look, Instant asOf) {
    return gate.taken(look, standing(look), asOf).orElseGet(() -> onward(look, asOf));
  }

  private static Standing standing(Look<Canary> look) {
    return new Standing(
        progress(look),
        name(look),
        "the canary took " + step(look).percent() + " % of the pods",
        look.stage().since() != null && step(look).bake() == null);
  }

  private static Move onward(Look<Canary> look, Instant asOf) {
    Progress canary = Counts.of(look.beside());
    Progress own = Counts.of(look.live().deployment());
    int wanted = canaryWanted(look);
    if (canary.wanted() != wanted) {
      return new Move.Resize(own.wanted(), wanted);
    }
    if (!Counts.settled(look.beside())) {
      return new Move.Hold(progress(look), name(look) + ": its pods become ready");
    }
    if (own.wanted() != ownWanted(look)) {
      return new Move.Resize(ownWanted(look), wanted);
    }
    if (!Counts.settled(look.live().deployment())) {
      return new Move.Hold(progress(look), name(look) + ": the old release gives way");
    }
    return stands(look, asOf);
  }

  private static Move stands(Look<Canary> look, Instant asOf) {
    Instant since = look.stage().since();
    if (since == null) {
      return new Move.Stand(asOf);
    }
    CanaryStep step = step(look);
    if (step.bake() == null) {
      return new Move.Hold(progress(look), name(look) + ": waits for Promote");
    }
    Instant until = since.plus(step.bake());
    return asOf.isBefore(until)
        ? new Move.Hold(progress(look), name(look) + ": its bake time ends at " + until)
        : new Move.Advance();
  }

  private static CanaryStep step(Look<Canary> look) {
    var steps = look.strategy().steps();
    return steps.get(Math.min(look.stage().step(), steps.size() - 1));
  }

  /** The pods of both: how many serve, how many are new, how many are left of the old. */
  private static Progress progress(Look<Canary> look) {
    Progress own = Counts.of(look.live().deployment());
    Progress canary = Counts.of(look.beside());
    return new Progress(
        Math.max(look.stage().total(), own.wanted()),
        canary.updated(),
        own.ready() + canary.ready(),
        own.available() + canary.available(),
        own.updated() + own.old());
  }

  /** With a scaler in force the old release is the scaler's, and the canary comes on top. */
  private static int canaryWanted(Look<Canary> look) {
    return StagePlans.share(
        step(look).percent(),
        look.live().scaledByScaler() ? look.live().replicas() : look.stage().total());
  }

  private static int ownWanted(Look<Canary> look) {
    return look.live().scaledByScaler()
        ? look.live().replicas()
        : look.stage().total() - canaryWanted(look);
  }

  private static String name(Look<Canary> look) {
    return "Canary at "
        + step(look).percent()
        + " % (step "
        + (look.stage().step() + 1)
        + " of "
        + look.strategy().steps().size()
        + ")";
  }
}
