/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.ReadyCluster;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.ParallelRelease;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.operations.SilentAppStatePublisher;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.testing.TestPartitionOwnership;
import io.berth.deploy.testing.TestPipeline;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When steps are taken: by a clock that is set in the middle, and while Kafka is silent. */
class StagedRolloutStepsTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Canary BAKING =
      new Canary(List.of(new CanaryStep(34, TEN_MINUTES), new CanaryStep(67, TEN_MINUTES)));
  private static final BlueGreen KEEPING = new BlueGreen(false, TEN_MINUTES);

  private Instant wall = NOON;
  private long nanos;
  private final TestPartitionOwnership ownership = TestPartitionOwnership.assigned();
  private final FixedAppCache view = new FixedAppCache();
  private ReadyCluster cluster = new ReadyCluster(view, Releases.none());
  private RolloutTracker tracker;
  private RolloutReconciler reconciler;

  StagedRolloutStepsTest() {
    begin(cluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  @Tag("fault-K13")
  void bakeTimeOfACanary_isUnaffectedByClockChanges(Duration jump) {
    start(BAKING, Track.CANARY);
    untilItStands(0);

    set(jump);
    staysFor(TEN_MINUTES);
    untilItStands(1);

    set(jump.negated().multipliedBy(2));
    staysFor(TEN_MINUTES);
    assertThat(live().stage()).isNull();
    assertThat(live().release()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  @Tag("fault-K13")
  void rollbackWindowOfABlueGreen_isUnaffectedByClockChanges(Duration jump) {
    start(KEEPING, Track.PREVIEW);
    untilItStands(1);

    set(jump);
    staysFor(TEN_MINUTES);
    assertThat(live().stage())
        .satisfiesAnyOf(
            stage -> assertThat(stage).isNull(),
            stage -> assertThat(Objects.requireNonNull(stage).isEnding()).isTrue());
  }

  @Test
  @Tag("fault-K13")
  void instanceStartedAfterAClockChange_usesTheNewTime() {
    start(BAKING, Track.CANARY);
    untilItStands(0);

    set(Duration.ofHours(1));
    begin(cluster);
    tracker.track(Rollout.of(live()));
    reconcile();

    assertThat(step()).isEqualTo(1);
  }

  @Test
  @Tag("fault-K1")
  void canaryStep_isDeferredDuringAKafkaOutage() {
    start(BAKING, Track.CANARY);
    untilItStands(0);

    ownership.doubt();
    staysFor(TEN_MINUTES);
    staysFor(TEN_MINUTES);
    assertThat(step()).isZero();

    ownership.assign();
    reconcile();
    assertThat(step()).isEqualTo(1);
  }

  @Test
  @Tag("fault-K1")
  void switchOver_isDeferredDuringAKafkaOutage() {
    start(KEEPING, Track.PREVIEW);
    ownership.doubt();
    staysFor(TEN_MINUTES);
    assertThat(step()).isZero();

    ownership.assign();
    untilItStands(1);
  }

  private void start(RolloutStrategy strategy, Track track) {
    Release comes =
        release(2, TestApps.stepping("shop/cart:2.0.0", 3, strategy), ReleaseOutcome.OPEN);
    cluster = new ReadyCluster(view, new Releases(List.of(release(1), comes)));
    begin(cluster);
    CommandRef command =
        new CommandRef(
            "command-2",
            "deploy",
            "ann",
            NOON,
            NOON.plus(Duration.ofDays(1)),
            "berth.commands-1:2");
    boolean canary = track == Track.CANARY;
    ParallelRelease parallel =
        new ParallelRelease(track, track.nameFor("cart"), comes, canary ? 2 : 3, 3, 0, null, null);
    cluster.show(
        AppManifests.of(
            new DesiredState(
                "dc-a",
                CART,
                release(1),
                canary ? 1 : 3,
                true,
                false,
                null,
                null,
                true,
                command,
                parallel,
                null)));
    tracker.track(Rollout.of(live()));
  }

  private void untilItStands(int step) {
    for (int looks = 0; looks < 8; looks++) {
      reconcile();
    }
    assertThat(step()).isEqualTo(step);
    assertThat(Objects.requireNonNull(live().stage()).since()).isNotNull();
  }

  /** To the last second; then it is over. */
  private void staysFor(Duration time) {
    int writes = cluster.writes();
    reconcile();
    pass(time.minusSeconds(1));
    reconcile();
    assertThat(cluster.writes()).isEqualTo(writes);
    pass(Duration.ofSeconds(1));
    reconcile();
  }

  private void reconcile() {
    reconciler.reconcile(CART);
  }

  private ObservedApp live() {
    return view.find(CART).orElseThrow();
  }

  private int step() {
    return Objects.requireNonNull(live().stage()).step();
  }

  private void set(Duration jump) {
    wall = wall.plus(jump);
  }

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  /** An instance that has just started. */
  private void begin(Cluster acting) {
    MonotonicClock clock = new MonotonicClock(() -> wall, () -> nanos);
    RolloutDecider decider = new RolloutDecider(FailureGracePeriods.standard());
    OperationLog operations = new RecordingOperationLog(new ArrayList<>(), _ -> {});
    ClusterContext context = new ClusterContext("dc-a", view, acting, operations, clock);
    InternalTasks tasks = new InternalTasks(ownership, (_, task) -> task.run());
    tracker = new RolloutTracker(context, PartitionOwnership.ALL, _ -> {});
    reconciler =
        new RolloutReconciler(
            context,
            decider,
            new SilentAppStatePublisher(),
            tracker,
            new StagedRolloutController(context, decider, TestPipeline.ALONE, tracker, tasks),
            new AutoRollback(
                context,
                new Planner(new PolicyRules(PolicyParameters.standard())),
                tracker,
                tasks));
  }
}
