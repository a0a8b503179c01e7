/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.diagnosis.RolloutFinding;
import io.berth.deploy.manifest.ParallelRelease;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.events.command.RolloutStrategy.BlueGreen;
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

class BlueGreenDeciderTest {

  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final int PREVIEW = 0;
  private static final int SWITCHED = 1;
  private static final int ENDING = 2;

  private final BlueGreenDecider decider =
      new BlueGreenDecider(new RolloutDecider(FailureGracePeriods.standard()));

  @Test
  void preview_startsAtFullSize_beforeAnythingElse() {
    assertThat(next(at(PREVIEW, null, 2, 4, 2), 10)).isEqualTo(new StageAction.Resize(4, 4));
    assertThat(next(at(PREVIEW, null, 4, 4, 3), 10))
        .isEqualTo(
            new StageAction.Hold(
                new Progress(4, 4, 3, 3, 4), "Release 2 in preview: its pods become ready"));
    assertThat(next(at(PREVIEW, null, 4, 4, 4), 10))
        .isEqualTo(new StageAction.BeginBake(NOON.plusSeconds(10)));
  }

  @Test
  void readyPreview_isSwitchedTo_atOnce_orByPromote() {
    assertThat(next(at(PREVIEW, NOON, 4, 4, 4), 10)).isEqualTo(new StageAction.Advance());
    assertThat(next(waiting(), 10))
        .isEqualTo(
            new StageAction.Hold(
                new Progress(4, 4, 4, 4, 4), "Release 2 in preview: waits for Promote"));
  }

  @Test
  void unpromotedPreview_isAborted_atTheDeadline() {
    StageAction.AbortRollout back = (StageAction.AbortRollout) next(waiting(), 60);

    assertThat(back.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(back.diagnosis().cause()).isEqualTo(Cause.NOT_PROMOTED);
  }

  @Test
  void brokenPreview_isAborted_withItsDiagnosis() {
    Optional<RolloutFinding> missing =
        Optional.of(
            new RolloutFinding(
                new Diagnosis(Cause.IMAGE_NOT_FOUND, "no such image", List.of(), List.of()), NOON));
    TestStageSnapshots<BlueGreen> looks = snapshots(PREVIEW, null, 4, 4, 0, false);

    StageAction.AbortRollout back =
        (StageAction.AbortRollout) next(looks.with(missing, List.of()), 5);

    assertThat(back.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(back.diagnosis()).isEqualTo(missing.get().diagnosis());
  }

  @Test
  void criticalAlert_abortsThePreview_butNotAConcludedRollout() {
    StageAction.AbortRollout back =
        (StageAction.AbortRollout)
            next(
                snapshots(PREVIEW, null, 4, 4, 4, false)
                    .with(
                        Optional.empty(),
                        TestStageSnapshots.alertOn("preview", "PodCrashLooping", "Error", 5)),
                10);

    assertThat(back.diagnosis().cause()).isEqualTo(Cause.CRITICAL_ALERT);
    assertThat(back.diagnosis().explanation())
        .contains("while release 2 ran beside, without requests");
    assertThat(
            next(
                snapshots(SWITCHED, NOON, 4, 4, 4, false)
                    .with(
                        Optional.empty(),
                        TestStageSnapshots.alertOn("preview", "PodCrashLooping", "Error", 5)),
                10))
        .isInstanceOf(StageAction.Hold.class);
  }

  @Test
  void rollbackWindow_isExact_whateverTheDeadline() {
    assertThat(next(at(SWITCHED, null, 4, 4, 4), 10))
        .isEqualTo(new StageAction.BeginBake(NOON.plusSeconds(10)));
    assertThat(next(at(SWITCHED, NOON, 4, 4, 4), 299))
        .isEqualTo(
            new StageAction.Hold(
                new Progress(4, 4, 4, 4, 4),
                "Release 2 in service: the way back is open until 2026-01-31T12:05:00Z"));
    assertThat(next(at(SWITCHED, NOON, 4, 4, 4), 300)).isEqualTo(new StageAction.Advance());
  }

  @Test
  void keptPods_areReplaced_beforeTheServiceSelectsThemAgain() {
    assertThat(next(at(ENDING, null, 4, 3, 4), 400))
        .isEqualTo(
            new StageAction.Hold(
                new Progress(4, 4, 4, 4, 4),
                "Release 2 in service: the pods that were kept are replaced"));
    assertThat(next(at(ENDING, null, 4, 4, 4), 400)).isEqualTo(new StageAction.Advance());
  }

  private StageAction next(StageSnapshot<BlueGreen> snapshot, long second) {
    return decider.next(snapshot, NOON.plusSeconds(second));
  }

  private static StageSnapshot<BlueGreen> waiting() {
    return snapshots(PREVIEW, NOON, 4, 4, 4, true).with(Optional.empty(), List.of());
  }

  private static StageSnapshot<BlueGreen> at(
      int step, @Nullable Instant since, int preview, int ownUp, int up) {
    return snapshots(step, since, preview, ownUp, up, false).with(Optional.empty(), List.of());
  }

  private static TestStageSnapshots<BlueGreen> snapshots(
      int step, @Nullable Instant since, int preview, int ownUp, int up, boolean waits) {
    ParallelRelease parallel =
        new ParallelRelease(
            Track.PREVIEW,
            Track.PREVIEW.nameFor("cart"),
            TestSnapshots.release(2),
            preview,
            4,
            step,
            since,
            null);
    return TestStageSnapshots.at(parallel, 4, ownUp, up, new BlueGreen(waits, KEPT));
  }
}
