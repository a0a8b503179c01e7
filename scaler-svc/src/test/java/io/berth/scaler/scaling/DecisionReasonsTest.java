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

import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.Behavior.Rules;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.events.scaling.ScalingPolicy.Mode;
import io.berth.scaler.hpa.Recommendation;
import io.berth.scaler.hpa.ScalingState;
import io.berth.scaler.scaling.DecisionOutcome.Decided;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each reason has a situation that it comes out of, and a sentence of its own. */
class DecisionReasonsTest {

  private static final ResourceSample BUSY = sample(NOW, 3, 900, 900, 900);
  private static final ResourceSample VERY_BUSY = sample(NOW, 3, 9_000, 9_000, 9_000);
  private static final ResourceSample IDLE = sample(NOW, 3, 10, 10, 10);
  private static final List<Recommendation> WANTED_FOUR =
      List.of(new Recommendation(NOW.minusSeconds(30), 4));

  @Test
  void everyReason_occurs_withAnExplanation() {
    Map<Reason, String> sentences = new EnumMap<>(Reason.class);
    for (ScalingDecision decision : decisions()) {
      sentences.put(decision.reason(), decision.explanation());
    }
    assertThat(sentences).containsOnlyKeys(Reason.values());
    assertThat(sentences.values())
        .doesNotHaveDuplicates()
        .allSatisfy(DecisionReasonsTest::expectSentence);
  }

  private static void expectSentence(String sentence) {
    assertThat(sentence).isNotBlank().doesNotContain("null", "unknown value", "Reason");
  }

  private static List<ScalingDecision> decisions() {
    ScalingPolicy one = policy(1, 9, CPU_60);
    ScalingPolicy two = policy(1, 9, CPU_60, new CustomTotal("queue_length", 1));
    return List.of(
        decide(one, previousState(), BUSY),
        decide(one, previousState(), sample(NOW, 3, 600, 600, 600)),
        decide(policy(2, 9, CPU_60), previousState(), IDLE),
        decide(policy(1, 4, CPU_60), previousState(), BUSY),
        decide(policy(1, 90, CPU_60), previousState(), VERY_BUSY),
        decide(steady(Behavior.Select.DISABLED), previousState(), IDLE),
        decide(steady(Behavior.Select.MAX), previousState(WANTED_FOUR), BUSY),
        decide(one, previousState(WANTED_FOUR), IDLE),
        decide(one, previousState(), ScalingScenario.sample(NOW, 3, false, List.of())),
        decide(two, previousState(), IDLE),
        decide(one, previousState(), ScalingScenario.sample(NOW, 3, true, IDLE.pods())),
        decide(
            ScalingScenario.policy(Mode.PAUSED, 1, 1, 9, Behavior.standard(), CPU_60),
            previousState(),
            BUSY),
        decide(one, previousState(), sample(NOW, 0)));
  }

  private static ScalingPolicy steady(Behavior.Select down) {
    Rules standard = Behavior.standard().scaleUp();
    Rules up = new Rules(Duration.ofMinutes(5), standard.policies(), Behavior.Select.MAX, .1);
    Rules in = new Rules(Duration.ZERO, standard.policies(), down, .1);
    return ScalingScenario.policy(Mode.ACTIVE, 1, 1, 9, new Behavior(up, in), CPU_60);
  }

  private static ScalingDecision decide(
      ScalingPolicy policy, ScalingState state, ResourceSample sample) {
    return ((Decided) new ScalingDecider().decide(policy, state, sample, NOW)).decision();
  }
}
