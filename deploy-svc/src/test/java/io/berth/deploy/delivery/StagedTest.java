/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.planning.Situations.NOON;
import static io.berth.deploy.planning.Situations.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.RecordedOperations;
import io.berth.deploy.manifest.Beside;
import io.berth.deploy.manifest.Manifests;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.queue.Tenure;
import io.berth.deploy.rollout.Patience;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.waves.Fleet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StagedTest {

  private static final SteadyTime CLOCK = new SteadyTime(InstantSource.fixed(NOON), () -> 0);

  private final RolloutDecider decider = new RolloutDecider(Patience.standard());
  private final Cluster cluster = new NoCluster();
  private final Operations operations = new RecordedOperations(new ArrayList<>(), _ -> {});
  private final Shown view = new Shown();
  private final Follower follower =
      new Follower("dc-a", decider, view, cluster, operations, new Unheard(), CLOCK);

  StagedTest() {
    follower.onStages(
        new Staged(
            "dc-a",
            decider,
            view,
            cluster,
            operations,
            (_, _) -> new Fleet(Map.of(), List.of()),
            follower,
            CLOCK,
            new Errands(Tenure.ALL, (_, _) -> {})));
  }

  @Test
  void switchedApplication_isWaitedFor_untilItsWayBackIsOver() {
    show(new Beside(Track.PREVIEW, release(2), 3, 3, 1, NOON, null));
    follower.look(CART);
    assertThat(follower.waiting()).containsExactly(CART);

    show(null);
    follower.look(CART);
    assertThat(follower.waiting()).isEmpty();
  }

  @Test
  void removedApplication_isNotWaitedFor_thoughItsWayBackWasOpen() {
    show(new Beside(Track.PREVIEW, release(2), 3, 3, 1, NOON, null));
    follower.look(CART);

    view.only(List.of());
    follower.look(CART);

    assertThat(follower.waiting()).isEmpty();
  }

  private void show(@Nullable Beside beside) {
    Origin origin =
        new Origin("command-2", "deploy", "ann", NOON, NOON.plusSeconds(60), "berth.commands-1:2");
    Wanted wanted =
        new Wanted(
            "dc-a", CART, release(1), 3, true, false, null, null, true, origin, beside, null);
    view.only(
        Manifests.of(wanted).stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .toList());
  }
}
