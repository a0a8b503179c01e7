/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.scaling;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.testing.TestApps;
import io.berth.events.ClusterAppRef;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingPolicy.Mode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingDecisionGuardTest {

  private static final RecordPosition AT = new RecordPosition("berth.scaling-decisions", 0, 8);

  @Test
  void freshDecision_isApplied() {
    assertThat(
            ScalingDecisionGuard.rejection(decision(NOON.plusSeconds(1)), AT, live(release(1), 3)))
        .isEmpty();
  }

  @Test
  void decisionOlderThanTheCommand_isDropped() {
    assertThat(
            ScalingDecisionGuard.rejection(decision(NOON.minusSeconds(1)), AT, live(release(1), 3)))
        .hasValueSatisfying(why -> assertThat(why).contains("older than the command deploy"));
  }

  @Test
  void stoppedOrMissingApplication_isNotScaled() {
    assertThat(
            ScalingDecisionGuard.rejection(
                decision(NOON.plusSeconds(1)), AT, live(release(1), 0, 3)))
        .contains("the application is stopped");
    assertThat(ScalingDecisionGuard.rejection(decision(NOON), AT, null)).isPresent();
  }

  @Test
  void redeliveredDecision_isDropped() {
    ObservedApp live = live(release(1), 3);
    live.deployment()
        .getMetadata()
        .getAnnotations()
        .put(Annotations.SCALING_POSITION, AT.toString());

    assertThat(ScalingDecisionGuard.rejection(decision(NOON.plusSeconds(1)), AT, live)).isPresent();
  }

  @Test
  void onlyActiveDecisionsOfThisCluster_thatChangeSomething_areRelevant() {
    ScalingDecisionHandler here = new ScalingDecisionHandler("dc-a", new StubCluster());
    ScalingDecisionHandler there = new ScalingDecisionHandler("dc-b", new StubCluster());

    assertThat(here.isRelevant(decision(NOON))).isTrue();
    assertThat(there.isRelevant(decision(NOON))).isFalse();
    assertThat(here.isRelevant(decision(Mode.SHADOW, Action.SCALE_OUT))).isFalse();
    assertThat(here.isRelevant(decision(Mode.ACTIVE, Action.NONE))).isFalse();
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
        ClusterAppRef.of("dc-a", TestApps.CART),
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
