/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.Situations.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.diagnosis.Finding;
import io.berth.deploy.manifest.Beside;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.Situations;
import io.berth.deploy.waves.Fleet.Alarm;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanaryDeciderTest {

  private static final Canary STEPS =
      new Canary(List.of(new CanaryStep(25, Duration.ofSeconds(30)), new CanaryStep(50, null)));

  private final CanaryDecider decider = new CanaryDecider(new RolloutDecider(Patience.standard()));

  @Test
  void canaryComesUp_beforeTheOldOneGivesWay() {
    assertThat(next(0, null, 4, 4, 1, 0, 10))
        .isEqualTo(
            new Move.Hold(
                new Progress(4, 1, 4, 4, 4),
                "Canary at 25 % (step 1 of 2): its pods become ready"));
    assertThat(next(0, null, 4, 4, 1, 1, 10)).isEqualTo(new Move.Resize(3, 1));
    assertThat(next(0, null, 3, 2, 1, 1, 10)).isInstanceOf(Move.Hold.class);
  }

  @Test
  void wrongCount_isSetRight() {
    assertThat(next(1, null, 3, 3, 1, 1, 10)).isEqualTo(new Move.Resize(3, 2));
  }

  @Test
  void stepStands_whenBothAreThere_andItsTimeBeginsThen() {
    assertThat(next(0, null, 3, 3, 1, 1, 10)).isEqualTo(new Move.Stand(NOON.plusSeconds(10)));
  }

  @Test
  void bakeTime_isWaitedOut_toTheSecond() {
    assertThat(next(0, NOON, 3, 3, 1, 1, 29))
        .isEqualTo(
            new Move.Hold(
                new Progress(4, 1, 4, 4, 3),
                "Canary at 25 % (step 1 of 2): its bake time ends at 2026-01-31T12:00:30Z"));
    assertThat(next(0, NOON, 3, 3, 1, 1, 30)).isEqualTo(new Move.Advance());
  }

  @Test
  void stepWithoutBakeTime_waitsForPromote_howeverLong() {
    assertThat(next(1, NOON, 2, 2, 2, 2, 59))
        .isEqualTo(
            new Move.Hold(
                new Progress(4, 2, 4, 4, 2), "Canary at 50 % (step 2 of 2): waits for Promote"));
  }

  @Test
  void deadline_takesItBack_andSaysThatNobodyPromotedIt() {
    Move.GoBack back = (Move.GoBack) next(1, NOON, 2, 2, 2, 2, 60);

    assertThat(back.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(back.diagnosis().cause()).isEqualTo(Cause.NOT_PROMOTED);
  }

  @Test
  void criticalAlertSinceTheCommand_takesItBack_anOlderOneDoesNot() {
    Move.GoBack back =
        (Move.GoBack) next(look(0, NOON, 3, 3, 1, 1, Optional.empty(), Looks.alarm(5)), 10);

    assertThat(back.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(back.diagnosis().cause()).isEqualTo(Cause.CRITICAL_ALERT);
    assertThat(next(look(0, NOON, 3, 3, 1, 1, Optional.empty(), Looks.alarm(-5)), 10))
        .isInstanceOf(Move.Hold.class);
  }

  @Test
  void brokenCanary_isTakenBack_withItsDiagnosis_afterItsPatience() {
    Optional<Finding> missing =
        Optional.of(
            new Finding(
                new Diagnosis(Cause.IMAGE_NOT_FOUND, "no such image", List.of(), List.of()), NOON));

    assertThat(next(look(0, null, 4, 4, 1, 0, missing, List.of()), 4))
        .isInstanceOf(Move.Hold.class);
    assertThat(((Move.GoBack) next(look(0, null, 4, 4, 1, 0, missing, List.of()), 5)).diagnosis())
        .isEqualTo(missing.get().diagnosis());
  }

  private Move next(
      int step, @Nullable Instant since, int own, int ownUp, int canary, int up, long second) {
    return next(look(step, since, own, ownUp, canary, up, Optional.empty(), List.of()), second);
  }

  private Move next(Look<Canary> look, long second) {
    return decider.next(look, NOON.plusSeconds(second));
  }

  private static Look<Canary> look(
      int step,
      @Nullable Instant since,
      int own,
      int ownUp,
      int canary,
      int up,
      Optional<Finding> finding,
      List<Alarm> alarms) {
    Beside beside = new Beside(Track.CANARY, Situations.release(2), canary, 4, step, since, null);
    return Looks.at(beside, own, ownUp, up, STEPS).with(finding, alarms);
  }
}
