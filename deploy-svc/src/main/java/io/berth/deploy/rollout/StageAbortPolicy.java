/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.RolloutFinding;
import io.berth.deploy.fleet.AlertAttribution;
import io.berth.deploy.fleet.CriticalAlert;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides whether a parallel release is aborted. */
final class StageAbortPolicy {

  private final RolloutDecider decider;

  StageAbortPolicy(RolloutDecider decider) {
    this.decider = decider;
  }

  /**
   * The current state of the roll-out.
   *
   * @param progress the counts that are published
   * @param name of the step
   * @param during what the new release did meanwhile, as the end of a sentence
   * @param waitsForPromote whether only a Promote is missing
   */
  record StageContext(Progress progress, String name, String during, boolean waitsForPromote) {}

  /** The abort; empty where the roll-out may continue. */
  Optional<StageAction> abort(StageSnapshot<?> snapshot, StageContext context, Instant asOf) {
    Rollout rollout = Rollout.of(snapshot.live());
    Optional<CriticalAlert> against =
        snapshot.alerts().stream()
            .filter(
                alert ->
                    AlertAttribution.speaksAgainst(
                        alert, snapshot.stage().track().label(), rollout.command().issuedAt()))
            .findFirst();
    if (against.isPresent()) {
      return abortWith(context, Verdict.FAILED, alertDiagnosis(context, against.get()));
    }
    if (decider.isConclusive(snapshot.finding(), rollout, asOf)) {
      return snapshot
          .finding()
          .flatMap(found -> abortWith(context, Verdict.FAILED, found.diagnosis()));
    }
    return asOf.isBefore(rollout.command().deadline())
        ? Optional.empty()
        : abortWith(context, Verdict.TIMED_OUT, deadlineDiagnosis(snapshot, context));
  }

  private static Optional<StageAction> abortWith(
      StageContext context, Verdict verdict, Diagnosis diagnosis) {
    return Optional.of(new StageAction.AbortRollout(verdict, context.progress(), diagnosis));
  }

  private static Diagnosis alertDiagnosis(StageContext context, CriticalAlert alert) {
    String says = alert.description().isEmpty() ? "" : ": " + alert.description();
    return new Diagnosis(
        Cause.CRITICAL_ALERT,
        "The critical alert "
            + alert.name()
            + " on "
            + (alert.isStable() ? "the pods that ran before" : "the " + alert.track())
            + " fired at "
            + alert.firedAt()
            + " while "
            + context.during()
            + ".",
        List.of(new Evidence("alert", "Deployment/" + alert.owner(), alert.name() + says)),
        List.of("Look at the alert, correct the release, then deploy again."));
  }

  private static Diagnosis deadlineDiagnosis(StageSnapshot<?> snapshot, StageContext context) {
    return context.waitsForPromote()
        ? new Diagnosis(
            Cause.NOT_PROMOTED,
            context.name() + " waited for a Promote that did not come before the deadline.",
            List.of(),
            List.of("Send Promote in time, or give the command a longer deadline."))
        : ForeignObstacle.of(snapshot.parallel())
            .or(() -> ForeignObstacle.of(snapshot.live().deployment()))
            .map(ForeignObstacle::diagnosis)
            .or(() -> snapshot.finding().map(RolloutFinding::diagnosis))
            .orElseGet(Diagnostician::unknown);
  }
}
