/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import static io.berth.scaler.scaling.ScalingScenario.CPU_60;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.ScalingState;
import io.berth.scaler.scaling.DecisionOutcome.Decided;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A run of an hour under a load that moves, carried out as decided. */
class ScalingReplayTest {

  private static final int STEPS = 240;

  private final ScalingPolicy policy = ScalingScenario.policy(2, 40, CPU_60);

  @Test
  void sameSamples_giveTheSameDecisions() {
    assertThat(run(false)).isEqualTo(run(false)).hasSize(STEPS);
  }

  @Test
  void restartAfterEverySample_givesTheSameDecisions() {
    assertThat(run(true)).isEqualTo(run(false));
  }

  @Test
  void replicas_followTheLoad() {
    assertThat(run(false))
        .extracting(ScalingDecision::action)
        .contains(ScalingDecision.Action.values());
  }

  private List<ScalingDecision> run(boolean restarting) {
    Random random = new Random(42);
    ScalingState state = ScalingState.INITIAL;
    List<ScalingDecision> decisions = new ArrayList<>();
    int replicas = 3;
    for (int step = 0; step < STEPS; step++) {
      double wave = 1 + Math.sin(step / 20.0);
      long load = (long) (4_000 * wave) + random.nextInt(500);
      long[] loads = new long[replicas];
      java.util.Arrays.fill(loads, load / replicas);
      ResourceSample sample = ScalingScenario.sample(NOW.plusSeconds(15L * step), replicas, loads);
      Decided decided =
          (Decided) new ScalingDecider().decide(policy, state, sample, sample.sampledAt());
      decisions.add(decided.decision());
      replicas = decided.decision().desiredReplicas();
      state = restarting ? written(decided.state()) : decided.state();
    }
    return decisions;
  }

  /** As the state store writes and reads it. */
  private static ScalingState written(ScalingState state) {
    byte[] json = EventJson.mapper().writeValueAsBytes(state);
    return EventJson.mapper().readValue(json, ScalingState.class);
  }
}
