/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.diagnosis.RolloutFinding;
import io.berth.deploy.fleet.CriticalAlert;
import io.berth.deploy.manifest.ParallelRelease;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
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

  private final CanaryDecider decider =
      new CanaryDecider(new RolloutDecider(FailureGracePeriods.standard()));

  @Test
  void canaryPods_start_beforeOldPodsAreRemoved() {
    assertThat(next(0, null, 4, 4, 1, 0, 10))
        .isEqualTo(
            new StageAction.Hold(
                new Progress(4, 1, 4, 4, 4),
                "Canary at 25 % (step 1 of 2): its pods become ready"));
    assertThat(next(0, null, 4, 4, 1, 1, 10)).isEqualTo(new StageAction.Resize(3, 1));
    assertThat(next(0, null, 3, 2, 1, 1, 10)).isInstanceOf(StageAction.Hold.class);
  }

  @Test
  void wrongCount_isCorrected() {
    assertThat(next(1, null, 3, 3, 1, 1, 10)).isEqualTo(new StageAction.Resize(3, 2));
  }

  @Test
  void bakeTime_startsWhenBothReleasesAreReady() {
    assertThat(next(0, null, 3, 3, 1, 1, 10))
        .isEqualTo(new StageAction.BeginBake(NOON.plusSeconds(10)));
  }

  @Test
  void bakeTime_isExact() {
    assertThat(next(0, NOON, 3, 3, 1, 1, 29))
        .isEqualTo(
            new StageAction.Hold(
                new Progress(4, 1, 4, 4, 3),
                "Canary at 25 % (step 1 of 2): its bake time ends at 2026-01-31T12:00:30Z"));
    assertThat(next(0, NOON, 3, 3, 1, 1, 30)).isEqualTo(new StageAction.Advance());
  }

  @Test
  void stepWithoutBakeTime_waitsForPromote() {
    assertThat(next(1, NOON, 2, 2, 2, 2, 59))
        .isEqualTo(
            new StageAction.Hold(
                new Progress(4, 2, 4, 4, 2), "Canary at 50 % (step 2 of 2): waits for Promote"));
  }

  @Test
  void deadline_abortsAnUnpromotedCanary() {
    StageAction.AbortRollout back = (StageAction.AbortRollout) next(1, NOON, 2, 2, 2, 2, 60);

    assertThat(back.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(back.diagnosis().cause()).isEqualTo(Cause.NOT_PROMOTED);
  }

  @Test
  void criticalAlertSinceTheCommand_abortsTheCanary_anOlderOneDoesNot() {
    StageAction.AbortRollout back =
        (StageAction.AbortRollout)
            next(
                look(
                    0,
                    NOON,
                    3,
                    3,
                    1,
                    1,
                    Optional.empty(),
                    TestStageSnapshots.alertOn("canary", "PodCrashLooping", "Error", 5)),
                10);

    assertThat(back.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(back.diagnosis().cause()).isEqualTo(Cause.CRITICAL_ALERT);
    assertThat(
            next(
                look(
                    0,
                    NOON,
                    3,
                    3,
                    1,
                    1,
                    Optional.empty(),
                    TestStageSnapshots.alertOn("canary", "PodCrashLooping", "Error", -5)),
                10))
        .isInstanceOf(StageAction.Hold.class);
  }

  @Test
  void startingCanary_isNotAbortedByAStartupAlert() {
    List<CriticalAlert> down = TestStageSnapshots.alertOn("canary", "WorkloadDown", null, 5);

    assertThat(next(look(0, null, 4, 4, 1, 0, Optional.empty(), down), 10))
        .isInstanceOf(StageAction.Hold.class);
    assertThat(next(look(0, NOON, 3, 3, 1, 1, Optional.empty(), down), 10))
        .isInstanceOf(StageAction.Hold.class);
    List<CriticalAlert> lost =
        TestStageSnapshots.alertOn("canary", "WorkloadDown", "BecameUnavailable", 5);
    StageAction.AbortRollout broken =
        (StageAction.AbortRollout) next(look(0, NOON, 3, 3, 1, 0, Optional.empty(), lost), 10);
    assertThat(broken.diagnosis().explanation())
        .startsWith("The critical alert WorkloadDown on the canary fired at");
    assertThat(broken.diagnosis().evidence())
        .extracting(Evidence::object)
        .containsExactly("Deployment/cart-x7k2p");
  }

  @Test
  void brokenCanary_isAborted_withItsDiagnosis_afterItsGracePeriod() {
    Optional<RolloutFinding> missing =
        Optional.of(
            new RolloutFinding(
                new Diagnosis(Cause.IMAGE_NOT_FOUND, "no such image", List.of(), List.of()), NOON));

    assertThat(next(look(0, null, 4, 4, 1, 0, missing, List.of()), 4))
        .isInstanceOf(StageAction.Hold.class);
    assertThat(
            ((StageAction.AbortRollout) next(look(0, null, 4, 4, 1, 0, missing, List.of()), 5))
                .diagnosis())
        .isEqualTo(missing.get().diagnosis());
  }

  @Test
  void pausedCanary_waitsForItsResumption_andThatIsTheCauseAtTheDeadline() {
    StageSnapshot<Canary> looked = look(0, null, 4, 4, 1, 0, Optional.empty(), List.of());
    StageSnapshot<Canary> paused =
        new StageSnapshot<>(
            looked.live(),
            looked.parallel().edit().editSpec().withPaused(true).endSpec().build(),
            looked.strategy(),
            looked.finding(),
            looked.alerts());

    assertThat(((StageAction.Hold) next(paused, 10)).reason())
        .startsWith("Canary at 25 % (step 1 of 2): Another client paused Deployment/cart--canary")
        .endsWith("kubectl rollout resume deployment/cart--canary -n shop.");
    assertThat(((StageAction.AbortRollout) next(paused, 60)).diagnosis().cause())
        .isEqualTo(Cause.ROLLOUT_PAUSED);
  }

  private StageAction next(
      int step, @Nullable Instant since, int own, int ownUp, int canary, int up, long second) {
    return next(look(step, since, own, ownUp, canary, up, Optional.empty(), List.of()), second);
  }

  private StageAction next(StageSnapshot<Canary> snapshot, long second) {
    return decider.next(snapshot, NOON.plusSeconds(second));
  }

  private static StageSnapshot<Canary> look(
      int step,
      @Nullable Instant since,
      int own,
      int ownUp,
      int canary,
      int up,
      Optional<RolloutFinding> finding,
      List<CriticalAlert> alerts) {
    ParallelRelease parallel =
        new ParallelRelease(
            Track.CANARY,
            Track.CANARY.nameFor("cart"),
            TestSnapshots.release(2),
            canary,
            4,
            step,
            since,
            null);
    return TestStageSnapshots.at(parallel, own, ownUp, up, STEPS).with(finding, alerts);
  }
}
