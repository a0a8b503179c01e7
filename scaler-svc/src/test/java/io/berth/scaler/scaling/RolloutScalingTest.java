/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import static io.berth.scaler.scaling.ScalingScenario.CPU_60;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static io.berth.scaler.scaling.ScalingScenario.policy;
import static io.berth.scaler.scaling.ScalingScenario.previousState;
import static io.berth.scaler.scaling.ScalingScenario.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.ScalingState;
import io.berth.scaler.scaling.DecisionOutcome.Decided;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While a roll-out runs, starting pods burn CPU and idle ones are about to go. */
class RolloutScalingTest {

  private final ScalingDecider decider = new ScalingDecider();

  @Test
  void rollout_isNeverScaledIn_evenAboveTheMaximum() {
    ResourceSample idle = rollout(NOW, settled(NOW, 9), settled(NOW, 10), settled(NOW, 11));
    assertThat(decide(policy(1, 9, CPU_60), previousState(), idle).reason())
        .isEqualTo(Reason.HOLD_ROLLOUT);
    ScalingDecision above = decide(policy(1, 2, CPU_60), previousState(), idle);
    assertThat(above.desiredReplicas()).isEqualTo(3);
    assertThat(above.reason()).isEqualTo(Reason.HOLD_ROLLOUT);
  }

  @Test
  void rollout_withBusyStartingPods_isNotScaledOut() {
    PodSample starting = ScalingScenario.pod(NOW, "cart-9", 5_000L, 1_000L, Duration.ofMinutes(2));
    ResourceSample sample = rollout(NOW, settled(NOW, 599), settled(NOW, 601), starting);
    assertThat(decide(policy(1, 9, CPU_60), previousState(), sample).reason())
        .isEqualTo(Reason.HOLD_ROLLOUT);
  }

  @Test
  void rollout_withOverloadedOldPods_isScaledOut() {
    PodSample starting = ScalingScenario.pod(NOW, "cart-9", 5_000L, 1_000L, Duration.ofMinutes(2));
    ResourceSample sample = rollout(NOW, settled(NOW, 1_399), settled(NOW, 1_401), starting);
    ScalingDecision decision = decide(policy(1, 9, CPU_60), previousState(), sample);
    assertThat(decision.desiredReplicas()).isEqualTo(5);
    assertThat(decision.metrics().getFirst().podsUnready()).isEqualTo(1);
  }

  @Test
  void hold_delaysScalingInByAWholeWindow() {
    ScalingPolicy policy = policy(1, 9, CPU_60);
    ResourceSample idle = rollout(NOW, settled(NOW, 9), settled(NOW, 10), settled(NOW, 11));
    ScalingState state = decided(policy, previousState(), idle).state();
    assertThat(decide(policy, state, sample(NOW.plusSeconds(290), 3, 10, 10, 10)).action())
        .isEqualTo(Action.NONE);
    assertThat(decide(policy, state, sample(NOW.plusSeconds(301), 3, 10, 10, 10)).action())
        .isEqualTo(Action.SCALE_IN);
  }

  private static PodSample settled(Instant at, long load) {
    return ScalingScenario.pod(at, "cart-" + load, load, 1_000L);
  }

  private static ResourceSample rollout(Instant at, PodSample... pods) {
    return ScalingScenario.sample(at, 3, true, List.of(pods));
  }

  private ScalingDecision decide(ScalingPolicy policy, ScalingState state, ResourceSample sample) {
    return decided(policy, state, sample).decision();
  }

  private Decided decided(ScalingPolicy policy, ScalingState state, ResourceSample sample) {
    return (Decided) decider.decide(policy, state, sample, sample.sampledAt());
  }
}
