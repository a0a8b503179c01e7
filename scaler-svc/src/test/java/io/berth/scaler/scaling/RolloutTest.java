/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import static io.berth.scaler.scaling.Shop.CPU_60;
import static io.berth.scaler.scaling.Shop.NOW;
import static io.berth.scaler.scaling.Shop.policy;
import static io.berth.scaler.scaling.Shop.sample;
import static io.berth.scaler.scaling.Shop.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.scaling.Outcome.Decided;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While a roll-out runs, starting pods burn CPU and idle ones are about to go. */
class RolloutTest {

  private final ScalingDecider decider = new ScalingDecider();

  @Test
  void aRollout_isNeverScaledIn_notEvenAboveTheMaximum() {
    ResourceSample idle = rollout(NOW, settled(NOW, 9), settled(NOW, 10), settled(NOW, 11));
    assertThat(decide(policy(1, 9, CPU_60), seen(), idle).reason()).isEqualTo(Reason.HOLD_ROLLOUT);
    ScalingDecision above = decide(policy(1, 2, CPU_60), seen(), idle);
    assertThat(above.desiredReplicas()).isEqualTo(3);
    assertThat(above.reason()).isEqualTo(Reason.HOLD_ROLLOUT);
  }

  @Test
  void aRollout_withHotStartingPods_isNotScaledOut() {
    PodSample starting = Shop.pod(NOW, "cart-9", 5_000L, 1_000L, Duration.ofMinutes(2));
    ResourceSample sample = rollout(NOW, settled(NOW, 599), settled(NOW, 601), starting);
    assertThat(decide(policy(1, 9, CPU_60), seen(), sample).reason())
        .isEqualTo(Reason.HOLD_ROLLOUT);
  }

  @Test
  void aRollout_withOverloadedOldPods_isScaledOut() {
    PodSample starting = Shop.pod(NOW, "cart-9", 5_000L, 1_000L, Duration.ofMinutes(2));
    ResourceSample sample = rollout(NOW, settled(NOW, 1_399), settled(NOW, 1_401), starting);
    ScalingDecision decision = decide(policy(1, 9, CPU_60), seen(), sample);
    assertThat(decision.desiredReplicas()).isEqualTo(5);
    assertThat(decision.metrics().getFirst().podsUnready()).isEqualTo(1);
  }

  @Test
  void afterAHold_aWholeWindowLiesBeforeTheNextScalingIn() {
    ScalingPolicy policy = policy(1, 9, CPU_60);
    ResourceSample idle = rollout(NOW, settled(NOW, 9), settled(NOW, 10), settled(NOW, 11));
    ScalingState state = decided(policy, seen(), idle).state();
    assertThat(decide(policy, state, sample(NOW.plusSeconds(290), 3, 10, 10, 10)).action())
        .isEqualTo(Action.NONE);
    assertThat(decide(policy, state, sample(NOW.plusSeconds(301), 3, 10, 10, 10)).action())
        .isEqualTo(Action.SCALE_IN);
  }

  private static PodSample settled(Instant at, long load) {
    return Shop.pod(at, "cart-" + load, load, 1_000L);
  }

  private static ResourceSample rollout(Instant at, PodSample... pods) {
    return Shop.sample(at, 3, true, List.of(pods));
  }

  private ScalingDecision decide(ScalingPolicy policy, ScalingState state, ResourceSample sample) {
    return decided(policy, state, sample).decision();
  }

  private Decided decided(ScalingPolicy policy, ScalingState state, ResourceSample sample) {
    return (Decided) decider.decide(policy, state, sample, sample.sampledAt());
  }
}
