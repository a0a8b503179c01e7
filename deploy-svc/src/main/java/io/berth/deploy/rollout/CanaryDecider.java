/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.Finding;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Stage;
import io.berth.deploy.planning.StagePlans;
import io.berth.deploy.waves.Fleet.Alarm;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The next move of a canary. The new release comes up before the old one gives way, and the old one
 * is back before the new one goes: there are never fewer pods than were asked for.
 */
public final class CanaryDecider {

  private final RolloutDecider patience;

  public CanaryDecider(RolloutDecider patience) {
    this.patience = patience;
  }

  /**
   * What is to be decided about.
   *
   * @param live the application's own Deployment, with the stage on it
   * @param beside the canary's Deployment
   * @param strategy of the new release
   * @param finding what is wrong with the canary's pods, if anything
   * @param alarms the critical alerts on the application in this cluster
   */
  public record Look(
      LiveApp live,
      Deployment beside,
      Canary strategy,
      Optional<Finding> finding,
      List<Alarm> alarms) {

    Stage stage() {
      Stage stage = live.stage();
      if (stage == null) {
        throw new IllegalArgumentException("nothing runs beside " + live.app());
      }
      return stage;
    }

    CanaryStep step() {
      return strategy.steps().get(Math.min(stage().step(), strategy.steps().size() - 1));
    }

    /** The pods of both: how many serve, how many are new, how many are left of the old. */
    Progress progress() {
      Progress own = Counts.of(live.deployment());
      Progress canary = Counts.of(beside);
      return new Progress(
          Math.max(stage().total(), own.wanted()),
          canary.updated(),
          own.ready() + canary.ready(),
          own.available() + canary.available(),
          own.updated() + own.old());
    }

    /** With a scaler in force the old release is the scaler's, and the canary comes on top. */
    private int canaryWanted() {
      return StagePlans.share(
          step().percent(), live.scaledByScaler() ? live.replicas() : stage().total());
    }

    private int ownWanted() {
      return live.scaledByScaler() ? live.replicas() : stage().total() - canaryWanted();
    }

    private String name() {
      return "Canary at "
          + step().percent()
          + " % (step "
          + (stage().step() + 1)
          + " of "
          + strategy.steps().size()
          + ")";
    }
  }

  /** The same arguments give the same move. */
  public Move next(Look look, Instant asOf) {
    return taken(look, asOf).orElseGet(() -> onward(look, asOf));
  }

  private Optional<Move> taken(Look look, Instant asOf) {
    Rollout rollout = Rollout.of(look.live());
    Optional<Alarm> alarm =
        look.alarms().stream()
            .filter(each -> each.firedAt().isAfter(rollout.origin().issuedAt()))
            .findFirst();
    if (alarm.isPresent()) {
      return Optional.of(back(look, Verdict.FAILED, alarmed(look, alarm.get())));
    }
    if (patience.conclusive(look.finding(), rollout, asOf)) {
      return look.finding().map(found -> back(look, Verdict.FAILED, found.diagnosis()));
    }
    return asOf.isBefore(rollout.origin().deadline())
        ? Optional.empty()
        : Optional.of(back(look, Verdict.TIMED_OUT, late(look)));
  }

  private static Move back(Look look, Verdict verdict, Diagnosis diagnosis) {
    return new Move.GoBack(verdict, look.progress(), diagnosis);
  }

  private static Move onward(Look look, Instant asOf) {
    Progress canary = Counts.of(look.beside());
    Progress own = Counts.of(look.live().deployment());
    int wanted = look.canaryWanted();
    if (canary.wanted() != wanted) {
      return new Move.Resize(own.wanted(), wanted);
    }
    if (!Counts.settled(look.beside())) {
      return new Move.Hold(look.progress(), look.name() + ": its pods become ready");
    }
    if (own.wanted() != look.ownWanted()) {
      return new Move.Resize(look.ownWanted(), wanted);
    }
    if (!Counts.settled(look.live().deployment())) {
      return new Move.Hold(look.progress(), look.name() + ": the old release gives way");
    }
    return stands(look, asOf);
  }

  private static Move stands(Look look, Instant asOf) {
    Instant since = look.stage().since();
    if (since == null) {
      return new Move.Stand(asOf);
    }
    if (look.step().bake() == null) {
      return new Move.Hold(look.progress(), look.name() + ": waits for Promote");
    }
    Instant until = since.plus(look.step().bake());
    return asOf.isBefore(until)
        ? new Move.Hold(look.progress(), look.name() + ": its bake time ends at " + until)
        : new Move.Advance();
  }

  private static Diagnosis alarmed(Look look, Alarm alarm) {
    return new Diagnosis(
        Cause.CRITICAL_ALERT,
        "The critical alert "
            + alarm.name()
            + " fired at "
            + alarm.firedAt()
            + " while the canary took "
            + look.step().percent()
            + " % of the pods.",
        List.of(new Evidence("alert", "Deployment/" + look.live().app().name(), alarm.name())),
        List.of("Look at the alert, correct the release, then deploy again."));
  }

  private static Diagnosis late(Look look) {
    boolean waits = look.stage().since() != null && look.step().bake() == null;
    return waits
        ? new Diagnosis(
            Cause.NOT_PROMOTED,
            look.name() + " waited for a Promote that did not come before the deadline.",
            List.of(),
            List.of("Send Promote in time, or give the command a longer deadline."))
        : look.finding().map(Finding::diagnosis).orElseGet(Diagnostician::unknown);
  }
}
