/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import static io.berth.deploy.planning.Situations.NOON;
import static io.berth.deploy.planning.Situations.live;
import static io.berth.deploy.planning.Situations.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.Apps;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Position;
import io.berth.events.ClusterAppRef;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingPolicy.Mode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingOrderTest {

  private static final Position AT = new Position("berth.scaling-decisions", 0, 8);

  @Test
  void freshDecision_stands() {
    assertThat(ScalingOrder.whyNot(decision(NOON.plusSeconds(1)), AT, live(release(1), 3)))
        .isEmpty();
  }

  @Test
  void decisionOlderThanTheCommand_isDropped() {
    assertThat(ScalingOrder.whyNot(decision(NOON.minusSeconds(1)), AT, live(release(1), 3)))
        .hasValueSatisfying(why -> assertThat(why).contains("older than the command deploy"));
  }

  @Test
  void stoppedOrAbsentApplication_isNotScaled() {
    assertThat(ScalingOrder.whyNot(decision(NOON.plusSeconds(1)), AT, live(release(1), 0, 3)))
        .contains("the application is stopped");
    assertThat(ScalingOrder.whyNot(decision(NOON), AT, null)).isPresent();
  }

  @Test
  void decisionDeliveredAgain_isDropped() {
    LiveApp live = live(release(1), 3);
    live.deployment().getMetadata().getAnnotations().put(Marks.SCALING_POSITION, AT.toString());

    assertThat(ScalingOrder.whyNot(decision(NOON.plusSeconds(1)), AT, live)).isPresent();
  }

  @Test
  void onlyActiveDecisionsOfThisCluster_thatChangeSomething_concernIt() {
    ScalingDecisions here = new ScalingDecisions("dc-a", new NoCluster());
    ScalingDecisions there = new ScalingDecisions("dc-b", new NoCluster());

    assertThat(here.concerns(decision(NOON))).isTrue();
    assertThat(there.concerns(decision(NOON))).isFalse();
    assertThat(here.concerns(decision(Mode.SHADOW, Action.SCALE_OUT))).isFalse();
    assertThat(here.concerns(decision(Mode.ACTIVE, Action.NONE))).isFalse();
  }

  private static ScalingDecision decision(Instant asOf) {
    return decision(Mode.ACTIVE, Action.SCALE_OUT, asOf);
  }

  private static ScalingDecision decision(Mode mode, Action action) {
    return decision(mode, action, NOON);
  }

  private static ScalingDecision decision(Mode mode, Action action, Instant asOf) {
    return new ScalingDecision(
        "d-1",
        ClusterAppRef.of("dc-a", Apps.CART),
        1,
        1,
        mode,
        asOf,
        3,
        5,
        action,
        Reason.DESIRED_WITHIN_RANGE,
        "more load",
        List.of(),
        "cpu",
        5,
        null,
        null,
        3,
        10,
        "hash");
  }
}
