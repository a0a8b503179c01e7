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
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget.AverageValue;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.CustomPerPod;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingDecision.Reason;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.events.scaling.ScalingPolicy.Mode;
import io.berth.scaler.scaling.Outcome.Decided;
import io.berth.scaler.scaling.Outcome.Skipped;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingDeciderTest {

  private final ScalingDecider decider = new ScalingDecider();

  @Test
  void load_overTheTarget_scalesOutAndSaysWhy() {
    ScalingDecision decision = decide(policy(3, 10, CPU_60), seen(), sample(NOW, 3, 900, 920, 940));
    assertThat(decision.desiredReplicas()).isEqualTo(5);
    assertThat(decision.action()).isEqualTo(Action.SCALE_OUT);
    assertThat(decision.reason()).isEqualTo(Reason.DESIRED_WITHIN_RANGE);
    assertThat(decision.explanation())
        .isEqualTo("cpu is at 92 % of the request, target 60 %, 3 pods → 5");
    assertThat(decision.chosenMetric()).isEqualTo("cpu");
    assertThat(decision.rawDesired()).isEqualTo(5);
    assertThat(decision.inputHash()).matches("[0-9a-f]{64}");
  }

  @Test
  void load_nearTheTarget_changesNothing() {
    ScalingDecision decision = decide(policy(3, 10, CPU_60), seen(), sample(NOW, 3, 580, 600, 620));
    assertThat(decision.reason()).isEqualTo(Reason.WITHIN_TOLERANCE);
    assertThat(decision.explanation())
        .isEqualTo("cpu is at 60 % of the request, target 60 %: close enough, 3 pods stay");
  }

  @Test
  void theFirstSample_doesNotScaleIn_forTheWindowIsNotKnownYet() {
    ScalingPolicy policy = policy(1, 10, CPU_60);
    ScalingDecision decision = decide(policy, ScalingState.INITIAL, sample(NOW, 3, 10, 10, 10));
    assertThat(decision.desiredReplicas()).isEqualTo(3);
    assertThat(decision.reason()).isEqualTo(Reason.SCALE_DOWN_STABILIZED);
    assertThat(decision.explanation())
        .isEqualTo(
            "cpu is at 1 % of the request, target 60 %, which asks for 1 pod,"
                + " but within the last 5 minutes more were needed, 3 pods stay");
  }

  @Test
  void oneOfTwoMetricsFails_andTheOtherWantsMore_scalesOut() {
    ScalingPolicy policy = policy(1, 10, cpu(30), new CustomTotal("queue_length", 1_000));
    ScalingDecision decision = decide(policy, seen(), sample(NOW, 3, 300, 400, 500));
    assertThat(decision.desiredReplicas()).isEqualTo(4);
    assertThat(decision.metrics().get(1).error()).isEqualTo("no sample of queue_length came");
  }

  @Test
  void oneOfTwoMetricsFails_andTheOtherWantsFewer_changesNothing() {
    ScalingPolicy policy = policy(1, 10, cpu(50), new CustomTotal("queue_length", 1_000));
    ScalingDecision decision = decide(policy, seen(), sample(NOW, 5, 10, 30, 50, 25, 25));
    assertThat(decision.desiredReplicas()).isEqualTo(5);
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_METRICS_PARTLY_MISSING);
  }

  @Test
  void lessThanTheMinimum_isNeverWanted() {
    List<PodSample> pods =
        List.of(
            Shop.pod(NOW, "cart-0", 10L, 900L),
            Shop.pod(NOW, "cart-1", 95L, 1_000L),
            Shop.pod(NOW, "cart-2", 10L, 1_100L));
    ResourceSample sample = Shop.sample(NOW, 3, false, pods);
    ScalingDecision decision = decide(policy(2, 5, cpu(90)), seen(), sample);
    assertThat(decision.desiredReplicas()).isEqualTo(2);
    assertThat(decision.reason()).isEqualTo(Reason.TOO_FEW_REPLICAS);
  }

  @Test
  void zeroByHand_staysZero() {
    ScalingDecision decision = decide(policy(1, 5, CPU_60), seen(), sample(NOW, 0));
    assertThat(decision.desiredReplicas()).isZero();
    assertThat(decision.reason()).isEqualTo(Reason.SCALING_DISABLED);
  }

  @Test
  void moreThanTheMaximum_goesToTheMaximumWithoutAskingMetrics() {
    ScalingDecision decision = decide(policy(1, 3, CPU_60), seen(), sample(NOW, 5));
    assertThat(decision.desiredReplicas()).isEqualTo(3);
    assertThat(decision.explanation())
        .isEqualTo("5 pods are more than the policy's maximum of 3, 5 pods → 3");
  }

  @Test
  void fewerThanTheMinimum_goesToTheMinimum() {
    ScalingDecision decision = decide(policy(3, 5, CPU_60), seen(), sample(NOW, 1, 10));
    assertThat(decision.desiredReplicas()).isEqualTo(3);
    assertThat(decision.explanation())
        .isEqualTo("1 pod is fewer than the policy's minimum of 3, 1 pod → 3");
  }

  @Test
  void missingFigures_holdTheCount() {
    ResourceSample sample =
        Shop.sample(NOW, 1, false, List.of(Shop.pod(NOW, "cart-0", null, 1_000L)));
    ScalingDecision decision = decide(policy(1, 5, CPU_60), seen(), sample);
    assertThat(decision.desiredReplicas()).isEqualTo(1);
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_METRICS_MISSING);
    assertThat(decision.explanation())
        .isEqualTo("no metric could be read (cpu: no metrics returned for any pod), 1 pod stays");
  }

  @Test
  void oldFigures_areMissingFigures() {
    PodSample old = Shop.pod(NOW.minus(Duration.ofMinutes(4)), "cart-0", 900L, 1_000L);
    ScalingDecision decision =
        decide(policy(1, 5, CPU_60), seen(), Shop.sample(NOW, 1, false, List.of(old)));
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_METRICS_MISSING);
  }

  @Test
  void aContainerWithoutRequest_isNamed() {
    ResourceSample sample =
        Shop.sample(NOW, 1, false, List.of(Shop.pod(NOW, "cart-0", 200L, null)));
    assertThat(decide(policy(1, 5, cpu(100)), seen(), sample).metrics().getFirst().error())
        .isEqualTo("missing request for cpu in container cart of pod cart-0");
  }

  @Test
  void basisLimit_underTenfoldOvercommit_seesTheRealDistanceToTheLimit() {
    ResourceSample sample = sample(NOW, 3, 3_000, 3_000, 3_000);
    Utilization ofLimit = new Utilization(Resource.CPU, Basis.LIMIT, 60);
    ScalingDecision byLimit = decide(policy(1, 20, ofLimit), seen(), sample);
    assertThat(byLimit.metrics().getFirst().value()).isEqualTo(30);
    assertThat(byLimit.desiredReplicas()).isEqualTo(2);
    assertThat(byLimit.explanation())
        .isEqualTo("cpu is at 30 % of the limit, target 60 %, 3 pods → 2");
    assertThat(decide(policy(1, 20, CPU_60), seen(), sample).rawDesired()).isEqualTo(15);
  }

  @Test
  void averageMemory_isHeldAgainstBytes() {
    AverageValue target = new AverageValue(Resource.MEMORY, 100 * 1024 * 1024);
    ScalingDecision decision = decide(policy(1, 9, target), seen(), sample(NOW, 2, 10, 10));
    assertThat(decision.desiredReplicas()).isEqualTo(4);
    assertThat(decision.explanation())
        .isEqualTo("memory is at 200 MiB a pod, target 100 MiB a pod, 2 pods → 4");
  }

  @Test
  void customMetrics_countPerPodAsAShareAndAsAWhole() {
    ResourceSample sample = sample(NOW, 3, 10, 10, 10);
    ScalingState queue = seen().with(Shop.queue(NOW, 90));
    ScalingState perPod = seen().with(Shop.requests(NOW, 20, 10, 30));
    CustomPerPod share = new CustomPerPod("queue_length", 15_000);
    CustomTotal whole = new CustomTotal("queue_length", 60_000);
    CustomPerPod requests = new CustomPerPod("requests", 15_000);
    assertThat(decide(policy(1, 9, share), queue, sample).desiredReplicas()).isEqualTo(6);
    assertThat(decide(policy(1, 9, whole), queue, sample).desiredReplicas()).isEqualTo(5);
    assertThat(decide(policy(1, 9, requests), perPod, sample).desiredReplicas()).isEqualTo(4);
  }

  @Test
  void anOldCustomSample_holds() {
    ScalingState state = seen().with(Shop.queue(NOW.minus(Duration.ofMinutes(4)), 0));
    ScalingPolicy policy = policy(1, 9, new CustomTotal("queue_length", 60_000));
    assertThat(decide(policy, state, sample(NOW, 3, 10, 10, 10)).reason())
        .isEqualTo(Reason.HOLD_METRICS_MISSING);
  }

  @Test
  void paused_holdsAndStillShowsTheFigures() {
    ScalingPolicy paused = policy(Mode.PAUSED, 7, 1, 9, Behavior.standard(), CPU_60);
    ScalingDecision decision = decide(paused, seen(), sample(NOW, 3, 900, 900, 900));
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_PAUSED);
    assertThat(decision.explanation())
        .isEqualTo("version 7 of the policy pauses scaling, 3 pods stay");
    assertThat(decision.metrics().getFirst().value()).isEqualTo(90);
  }

  @Test
  void shadow_decidesAndSaysThatItIsOne() {
    ScalingPolicy shadow = policy(Mode.SHADOW, 1, 1, 9, Behavior.standard(), CPU_60);
    Decided first = decided(shadow, seen(), sample(NOW, 3, 900, 900, 900));
    assertThat(first.decision().mode()).isEqualTo(Mode.SHADOW);
    assertThat(first.decision().explanation()).endsWith("(shadow policy: shown, not done)");
    ResourceSample next = sample(NOW.plusSeconds(15), 3, 900, 900, 900);
    assertThat(decide(shadow, first.state(), next).desiredReplicas())
        .as("what was not done uses up no rate")
        .isEqualTo(5);
  }

  @Test
  void theSameSampleAgain_andAnOlderOne_changeNothing() {
    ScalingPolicy policy = policy(1, 9, CPU_60);
    ScalingState state = decided(policy, seen(), sample(NOW, 3, 900, 900, 900)).state();
    assertThat(decider.decide(policy, state, sample(NOW, 3, 900, 900, 900), NOW))
        .isInstanceOf(Skipped.class);
    ResourceSample older = sample(NOW.minusSeconds(15), 3, 10, 10, 10);
    assertThat(decider.decide(policy, state, older, older.sampledAt())).isInstanceOf(Skipped.class);
  }

  @Test
  void aSampleWithinThePeriod_waits_unlessThePolicyIsNew() {
    ScalingPolicy policy = policy(1, 9, CPU_60);
    ScalingState state = decided(policy, seen(), sample(NOW, 3, 900, 900, 900)).state();
    ResourceSample soon = sample(NOW.plusSeconds(5), 5, 900, 900, 900, 900, 900);
    assertThat(decider.decide(policy, state, soon, soon.sampledAt())).isInstanceOf(Skipped.class);
    ScalingPolicy changed = policy(Mode.ACTIVE, 2, 1, 9, Behavior.standard(), CPU_60);
    assertThat(decide(changed, state, soon).policyVersion()).isEqualTo(2);
    ResourceSample jittered = sample(NOW.plusMillis(14_100), 3, 900, 900, 900);
    assertThat(decide(policy, state, jittered).desiredReplicas()).isEqualTo(5);
  }

  @Test
  void theSameSample_decidedTwice_givesTheSameBytes() {
    ScalingPolicy policy = policy(1, 9, CPU_60, new CustomPerPod("requests", 15_000));
    ScalingState state = seen().with(Shop.requests(NOW, 20, 10, 30));
    ScalingDecision once = decide(policy, state, sample(NOW, 3, 900, 900, 900));
    ScalingDecision again = decide(policy, state, sample(NOW, 3, 900, 900, 900));
    assertThat(again).isEqualTo(once);
    assertThat(decide(policy, state, sample(NOW, 3, 900, 900, 901)).inputHash())
        .isNotEqualTo(once.inputHash());
  }

  private static Utilization cpu(int percent) {
    return new Utilization(Resource.CPU, Basis.REQUEST, percent);
  }

  private ScalingDecision decide(ScalingPolicy policy, ScalingState state, ResourceSample sample) {
    return decided(policy, state, sample).decision();
  }

  private Decided decided(ScalingPolicy policy, ScalingState state, ResourceSample sample) {
    return (Decided) decider.decide(policy, state, sample, sample.sampledAt());
  }
}
