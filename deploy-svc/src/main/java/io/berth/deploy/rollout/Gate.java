/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.Finding;
import io.berth.deploy.waves.Fleet.Alarm;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What takes a release away again that comes up beside the application's own. */
final class Gate {

  private final RolloutDecider patience;

  Gate(RolloutDecider patience) {
    this.patience = patience;
  }

  /**
   * Where the roll-out is.
   *
   * @param progress the counts that are told
   * @param name of the step
   * @param during what the new release did meanwhile, as the end of a sentence
   * @param waitsForPromote whether nothing but a Promote is missing
   */
  record Standing(Progress progress, String name, String during, boolean waitsForPromote) {}

  /** The way back; empty where the roll-out may go on. */
  Optional<Move> taken(Look<?> look, Standing standing, Instant asOf) {
    Rollout rollout = Rollout.of(look.live());
    Optional<Alarm> alarm =
        look.alarms().stream()
            .filter(each -> each.firedAt().isAfter(rollout.origin().issuedAt()))
            .findFirst();
    if (alarm.isPresent()) {
      return back(standing, Verdict.FAILED, alarmed(look, standing, alarm.get()));
    }
    if (patience.conclusive(look.finding(), rollout, asOf)) {
      return look.finding().flatMap(found -> back(standing, Verdict.FAILED, found.diagnosis()));
    }
    return asOf.isBefore(rollout.origin().deadline())
        ? Optional.empty()
        : back(standing, Verdict.TIMED_OUT, late(look, standing));
  }

  private static Optional<Move> back(Standing standing, Verdict verdict, Diagnosis diagnosis) {
    return Optional.of(new Move.GoBack(verdict, standing.progress(), diagnosis));
  }

  private static Diagnosis alarmed(Look<?> look, Standing standing, Alarm alarm) {
    return new Diagnosis(
        Cause.CRITICAL_ALERT,
        "The critical alert "
            + alarm.name()
            + " fired at "
            + alarm.firedAt()
            + " while "
            + standing.during()
            + ".",
        List.of(new Evidence("alert", "Deployment/" + look.live().app().name(), alarm.name())),
        List.of("Look at the alert, correct the release, then deploy again."));
  }

  private static Diagnosis late(Look<?> look, Standing standing) {
    return standing.waitsForPromote()
        ? new Diagnosis(
            Cause.NOT_PROMOTED,
            standing.name() + " waited for a Promote that did not come before the deadline.",
            List.of(),
            List.of("Send Promote in time, or give the command a longer deadline."))
        : look.finding().map(Finding::diagnosis).orElseGet(Diagnostician::unknown);
  }
}
