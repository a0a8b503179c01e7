/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.planning.Stage;
import io.berth.deploy.rollout.Gate.Standing;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.operation.Progress;
import java.time.Instant;

/**
 * The next move of a blue-green roll-out, in three steps: the new release comes up in full beside
 * the old one and has no requests; the Service is switched over and the old pods are kept for the
 * way back; the old pods are replaced, and the Service leads to them again when all of them are
 * there. Whoever the Service leads to is there in full at any time.
 */
public final class BlueGreenDecider {

  private final Gate gate;

  public BlueGreenDecider(RolloutDecider patience) {
    this.gate = new Gate(patience);
  }

  /** The same arguments give the same move. */
  public Move next(Look<BlueGreen> look, Instant asOf) {
    Stage stage = look.stage();
    if (stage.ending()) {
      return Counts.settled(look.live().deployment())
          ? new Move.Advance()
          : new Move.Hold(progress(look), name(look) + ": the pods that were kept are replaced");
    }
    return stage.switched()
        ? kept(look, asOf)
        : gate.taken(look, standing(look), asOf).orElseGet(() -> comesUp(look, asOf));
  }

  private static Standing standing(Look<BlueGreen> look) {
    return new Standing(
        progress(look),
        name(look),
        "release " + look.stage().release() + " ran beside, without requests",
        look.stage().since() != null && look.strategy().waitForPromote());
  }

  private static Move comesUp(Look<BlueGreen> look, Instant asOf) {
    int all = all(look);
    if (Counts.of(look.beside()).wanted() != all) {
      return new Move.Resize(look.live().replicas(), all);
    }
    if (!Counts.settled(look.beside())) {
      return new Move.Hold(progress(look), name(look) + ": its pods become ready");
    }
    if (look.stage().since() == null) {
      return new Move.Stand(asOf);
    }
    return look.strategy().waitForPromote()
        ? new Move.Hold(progress(look), name(look) + ": waits for Promote")
        : new Move.Advance();
  }

  private static Move kept(Look<BlueGreen> look, Instant asOf) {
    Instant since = look.stage().since();
    if (since == null) {
      return new Move.Stand(asOf);
    }
    Instant until = since.plus(look.strategy().keepOld());
    return asOf.isBefore(until)
        ? new Move.Hold(progress(look), name(look) + ": the way back is open until " + until)
        : new Move.Advance();
  }

  /** As many as serve now: with a scaler in force its count. */
  private static int all(Look<BlueGreen> look) {
    return look.live().scaledByScaler() ? look.live().replicas() : look.stage().total();
  }

  private static Progress progress(Look<BlueGreen> look) {
    Progress own = Counts.of(look.live().deployment());
    Progress preview = Counts.of(look.beside());
    return new Progress(
        preview.wanted(),
        preview.updated(),
        preview.ready(),
        preview.available(),
        own.updated() + own.old());
  }

  private static String name(Look<BlueGreen> look) {
    return "Release "
        + look.stage().release()
        + (look.stage().switched() ? " in service" : " in preview");
  }
}
