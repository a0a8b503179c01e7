/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.planning.Situations.NOON;
import static io.berth.deploy.planning.Situations.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.Apps;
import io.berth.deploy.RecordedOperations;
import io.berth.deploy.manifest.Beside;
import io.berth.deploy.manifest.Manifests;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.queue.Tenure;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.release.Releases;
import io.berth.deploy.rollout.Patience;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.waves.Fleet;
import io.berth.events.AppRef;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When steps are taken: by a clock that is set in the middle, and while Kafka is silent. */
class StepsTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Canary BAKING =
      new Canary(List.of(new CanaryStep(34, TEN_MINUTES), new CanaryStep(67, TEN_MINUTES)));
  private static final BlueGreen KEEPING = new BlueGreen(false, TEN_MINUTES);

  private Instant wall = NOON;
  private long nanos;
  private boolean silent;
  private final Shown view = new Shown();
  private ReadyCluster cluster = new ReadyCluster(view, Releases.none());
  private Follower follower = follower(cluster);

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void K13_bakeTimeOfACanary_staysAsLongAsItIs_howeverTheClockIsSet(Duration jump) {
    begin(BAKING, Track.CANARY);
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
  void K13_wayBackOfABlueGreen_staysOpenAsLongAsItIs_howeverTheClockIsSet(Duration jump) {
    begin(KEEPING, Track.PREVIEW);
    untilItStands(1);

    set(jump);
    staysFor(TEN_MINUTES);
    assertThat(live().stage())
        .satisfiesAnyOf(
            stage -> assertThat(stage).isNull(),
            stage -> assertThat(Objects.requireNonNull(stage).ending()).isTrue());
  }

  @Test
  void K13_instanceThatStartsBehindTheJump_knowsNothingOfIt() {
    begin(BAKING, Track.CANARY);
    untilItStands(0);

    set(Duration.ofHours(1));
    follower = follower(cluster);
    follower.follow(Rollout.of(live()));
    look();

    assertThat(step()).isEqualTo(1);
  }

  @Test
  void K1_noStepOfACanary_isTakenWhileKafkaIsSilent() {
    begin(BAKING, Track.CANARY);
    untilItStands(0);

    silent = true;
    staysFor(TEN_MINUTES);
    staysFor(TEN_MINUTES);
    assertThat(step()).isZero();

    silent = false;
    look();
    assertThat(step()).isEqualTo(1);
  }

  @Test
  void K1_noSwitchOver_isDoneWhileKafkaIsSilent() {
    begin(KEEPING, Track.PREVIEW);
    silent = true;
    staysFor(TEN_MINUTES);
    assertThat(step()).isZero();

    silent = false;
    untilItStands(1);
  }

  private void begin(RolloutStrategy strategy, Track track) {
    Release comes = release(2, Apps.stepping("shop/cart:2.0.0", 3, strategy), Outcome.OPEN);
    cluster = new ReadyCluster(view, new Releases(List.of(release(1), comes)));
    follower = follower(cluster);
    Origin origin =
        new Origin(
            "command-2",
            "deploy",
            "ann",
            NOON,
            NOON.plus(Duration.ofDays(1)),
            "berth.commands-1:2");
    boolean canary = track == Track.CANARY;
    Beside beside = new Beside(track, comes, canary ? 2 : 3, 3, 0, null, null);
    cluster.show(
        Manifests.of(
            new Wanted(
                "dc-a",
                CART,
                release(1),
                canary ? 1 : 3,
                true,
                false,
                null,
                null,
                true,
                origin,
                beside,
                null)));
    follower.follow(Rollout.of(live()));
  }

  private void untilItStands(int step) {
    for (int looks = 0; looks < 8; looks++) {
      look();
    }
    assertThat(step()).isEqualTo(step);
    assertThat(Objects.requireNonNull(live().stage()).since()).isNotNull();
  }

  /** To the last second; then it is over. */
  private void staysFor(Duration time) {
    int writes = cluster.writes();
    look();
    pass(time.minusSeconds(1));
    look();
    assertThat(cluster.writes()).isEqualTo(writes);
    pass(Duration.ofSeconds(1));
    look();
  }

  private void look() {
    follower.look(CART);
  }

  private LiveApp live() {
    return view.live(CART).orElseThrow();
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
  private Follower follower(Cluster acting) {
    SteadyTime clock = new SteadyTime(() -> wall, () -> nanos);
    RolloutDecider decider = new RolloutDecider(Patience.standard());
    Operations operations = new RecordedOperations(new ArrayList<>(), _ -> {});
    Follower made = new Follower("dc-a", decider, view, acting, operations, new Unheard(), clock);
    made.onStages(
        new Staged(
            "dc-a",
            decider,
            view,
            acting,
            operations,
            (_, _) -> new Fleet(Map.of(), List.of()),
            made,
            clock,
            new Errands(new Held(), (_, task) -> task.run())));
    return made;
  }

  /** This instance's own, as far as Kafka answers. */
  private final class Held implements Tenure {
    @Override
    public boolean holds(String position) {
      return !silent;
    }

    @Override
    public boolean owns(String position) {
      return true;
    }

    @Override
    public boolean speaksFor(AppRef app) {
      return !silent;
    }
  }
}
