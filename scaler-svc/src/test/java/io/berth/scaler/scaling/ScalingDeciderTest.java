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
import io.berth.events.metrics.ResourceSample.SourceFailure;
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
import io.berth.scaler.hpa.ScalingState;
import io.berth.scaler.scaling.DecisionOutcome.Decided;
import io.berth.scaler.scaling.DecisionOutcome.Skipped;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingDeciderTest {

  private final ScalingDecider decider = new ScalingDecider();

  @Test
  void load_overTheTarget_scalesOut_withAnExplanation() {
    ScalingDecision decision =
        decide(policy(3, 10, CPU_60), previousState(), sample(NOW, 3, 900, 920, 940));
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
    ScalingDecision decision =
        decide(policy(3, 10, CPU_60), previousState(), sample(NOW, 3, 580, 600, 620));
    assertThat(decision.reason()).isEqualTo(Reason.WITHIN_TOLERANCE);
    assertThat(decision.explanation())
        .isEqualTo("cpu is at 60 % of the request, target 60 %: close enough, 3 pods stay");
  }

  @Test
  void firstSample_doesNotScaleIn() {
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
  void oneOfTwoMetricsFails_andTheOtherProposesMore_scalesOut() {
    ScalingPolicy policy = policy(1, 10, cpu(30), new CustomTotal("queue_length", 1_000));
    ScalingDecision decision = decide(policy, previousState(), sample(NOW, 3, 300, 400, 500));
    assertThat(decision.desiredReplicas()).isEqualTo(4);
    assertThat(decision.metrics().get(1).error()).isEqualTo("no sample of queue_length came");
  }

  @Test
  void oneOfTwoMetricsFails_andTheOtherProposesFewer_changesNothing() {
    ScalingPolicy policy = policy(1, 10, cpu(50), new CustomTotal("queue_length", 1_000));
    ScalingDecision decision = decide(policy, previousState(), sample(NOW, 5, 10, 30, 50, 25, 25));
    assertThat(decision.desiredReplicas()).isEqualTo(5);
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_METRICS_PARTLY_MISSING);
  }

  @Test
  void proposalBelowTheMinimum_isRaisedToIt() {
    List<PodSample> pods =
        List.of(
            ScalingScenario.pod(NOW, "cart-0", 10L, 900L),
            ScalingScenario.pod(NOW, "cart-1", 95L, 1_000L),
            ScalingScenario.pod(NOW, "cart-2", 10L, 1_100L));
    ResourceSample sample = ScalingScenario.sample(NOW, 3, false, pods);
    ScalingDecision decision = decide(policy(2, 5, cpu(90)), previousState(), sample);
    assertThat(decision.desiredReplicas()).isEqualTo(2);
    assertThat(decision.reason()).isEqualTo(Reason.TOO_FEW_REPLICAS);
  }

  @Test
  void manualScaleToZero_staysAtZero() {
    ScalingDecision decision = decide(policy(1, 5, CPU_60), previousState(), sample(NOW, 0));
    assertThat(decision.desiredReplicas()).isZero();
    assertThat(decision.reason()).isEqualTo(Reason.SCALING_DISABLED);
  }

  @Test
  void moreThanTheMaximum_isReducedToIt_withoutMetrics() {
    ScalingDecision decision = decide(policy(1, 3, CPU_60), previousState(), sample(NOW, 5));
    assertThat(decision.desiredReplicas()).isEqualTo(3);
    assertThat(decision.explanation())
        .isEqualTo("5 pods are more than the policy's maximum of 3, 5 pods → 3");
  }

  @Test
  void fewerThanTheMinimum_isRaisedToIt() {
    ScalingDecision decision = decide(policy(3, 5, CPU_60), previousState(), sample(NOW, 1, 10));
    assertThat(decision.desiredReplicas()).isEqualTo(3);
    assertThat(decision.explanation())
        .isEqualTo("1 pod is fewer than the policy's minimum of 3, 1 pod → 3");
  }

  @Test
  void missingSamples_holdTheCount() {
    ResourceSample sample =
        ScalingScenario.sample(
            NOW, 1, false, List.of(ScalingScenario.pod(NOW, "cart-0", null, 1_000L)));
    ScalingDecision decision = decide(policy(1, 5, CPU_60), previousState(), sample);
    assertThat(decision.desiredReplicas()).isEqualTo(1);
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_METRICS_MISSING);
    assertThat(decision.explanation())
        .isEqualTo("no metric could be read (cpu: no metrics returned for any pod), 1 pod stays");
  }

  @Test
  void missingSamples_areExplainedByTheFailuresOfTheirSources() {
    ResourceSample bare =
        ScalingScenario.sample(
            NOW, 1, false, List.of(ScalingScenario.pod(NOW, "cart-0", null, 1_000L)));
    ResourceSample sample =
        ScalingScenario.withFailures(
            bare,
            new SourceFailure("kubelet", "certificate expired", List.of("node-1", "node-2"), 7),
            new SourceFailure("metrics.k8s.io", "not installed in this cluster", List.of(), 0));
    ScalingDecision decision = decide(policy(1, 5, CPU_60), previousState(), sample);
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_METRICS_MISSING);
    assertThat(decision.desiredReplicas()).isEqualTo(1);
    assertThat(decision.explanation())
        .isEqualTo(
            "no metric could be read (cpu: no metrics returned for any pod; kubelet of node-1,"
                + " node-2 and 5 more: certificate expired; metrics.k8s.io: not installed in this"
                + " cluster; /actuator/health of monitor-svc in dc-a says what mends it), 1 pod"
                + " stays");
  }

  @Test
  void failuresOfSources_doNotExplainAMissingCustomMetricOrRequest() {
    SourceFailure failure = new SourceFailure("kubelet", "timeout", List.of("node-1"), 1);
    ResourceSample idle = ScalingScenario.withFailures(sample(NOW, 1, 10), failure);
    ScalingDecision custom =
        decide(policy(1, 5, new CustomTotal("queue_length", 1)), previousState(), idle);
    ScalingDecision measured = decide(policy(1, 5, CPU_60), previousState(), idle);
    assertThat(custom.explanation()).doesNotContain("node-1");
    assertThat(measured.explanation()).doesNotContain("node-1");
  }

  @Test
  void oldSamples_areMissing() {
    PodSample old = ScalingScenario.pod(NOW.minus(Duration.ofMinutes(4)), "cart-0", 900L, 1_000L);
    ScalingDecision decision =
        decide(
            policy(1, 5, CPU_60),
            previousState(),
            ScalingScenario.sample(NOW, 1, false, List.of(old)));
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_METRICS_MISSING);
  }

  @Test
  void containerWithoutRequest_isNamed() {
    ResourceSample sample =
        ScalingScenario.sample(
            NOW, 1, false, List.of(ScalingScenario.pod(NOW, "cart-0", 200L, null)));
    assertThat(decide(policy(1, 5, cpu(100)), previousState(), sample).metrics().getFirst().error())
        .isEqualTo("missing request for cpu in container cart of pod cart-0");
  }

  @Test
  void basisLimit_withTenfoldOvercommit_usesTheLimit() {
    ResourceSample sample = sample(NOW, 3, 3_000, 3_000, 3_000);
    Utilization ofLimit = new Utilization(Resource.CPU, Basis.LIMIT, 60);
    ScalingDecision byLimit = decide(policy(1, 20, ofLimit), previousState(), sample);
    assertThat(byLimit.metrics().getFirst().value()).isEqualTo(30);
    assertThat(byLimit.desiredReplicas()).isEqualTo(2);
    assertThat(byLimit.explanation())
        .isEqualTo("cpu is at 30 % of the limit, target 60 %, 3 pods → 2");
    assertThat(decide(policy(1, 20, CPU_60), previousState(), sample).rawDesired()).isEqualTo(15);
  }

  @Test
  void averageMemory_isComparedInBytes() {
    AverageValue target = new AverageValue(Resource.MEMORY, 100 * 1024 * 1024);
    ScalingDecision decision =
        decide(policy(1, 9, target), previousState(), sample(NOW, 2, 10, 10));
    assertThat(decision.desiredReplicas()).isEqualTo(4);
    assertThat(decision.explanation())
        .isEqualTo("memory is at 200 MiB a pod, target 100 MiB a pod, 2 pods → 4");
  }

  @Test
  void customMetrics_areEvaluatedPerPodAndInTotal() {
    ResourceSample sample = sample(NOW, 3, 10, 10, 10);
    ScalingState queue = previousState().with(ScalingScenario.queue(NOW, 90));
    ScalingState perPod = previousState().with(ScalingScenario.requests(NOW, 20, 10, 30));
    CustomPerPod share = new CustomPerPod("queue_length", 15_000);
    CustomTotal whole = new CustomTotal("queue_length", 60_000);
    CustomPerPod requests = new CustomPerPod("requests", 15_000);
    assertThat(decide(policy(1, 9, share), queue, sample).desiredReplicas()).isEqualTo(6);
    assertThat(decide(policy(1, 9, whole), queue, sample).desiredReplicas()).isEqualTo(5);
    assertThat(decide(policy(1, 9, requests), perPod, sample).desiredReplicas()).isEqualTo(4);
  }

  @Test
  void oldCustomSample_holds() {
    ScalingState state = previousState().with(ScalingScenario.queue(NOW.minusSeconds(240), 0));
    ScalingPolicy policy = policy(1, 9, new CustomTotal("queue_length", 60_000));
    assertThat(decide(policy, state, sample(NOW, 3, 10, 10, 10)).reason())
        .isEqualTo(Reason.HOLD_METRICS_MISSING);
  }

  @Test
  void paused_holds_andStillShowsTheMetrics() {
    ScalingPolicy paused = policy(Mode.PAUSED, 7, 1, 9, Behavior.standard(), CPU_60);
    ScalingDecision decision = decide(paused, previousState(), sample(NOW, 3, 900, 900, 900));
    assertThat(decision.reason()).isEqualTo(Reason.HOLD_PAUSED);
    assertThat(decision.explanation())
        .isEqualTo("version 7 of the policy pauses scaling, 3 pods stay");
    assertThat(decision.metrics().getFirst().value()).isEqualTo(90);
  }

  @Test
  void shadow_decides_andIsMarkedAsShadow() {
    ScalingPolicy shadow = policy(Mode.SHADOW, 1, 1, 9, Behavior.standard(), CPU_60);
    Decided first = decided(shadow, previousState(), sample(NOW, 3, 900, 900, 900));
    assertThat(first.decision().mode()).isEqualTo(Mode.SHADOW);
    assertThat(first.decision().explanation()).endsWith("(shadow policy: shown, not done)");
    ResourceSample next = sample(NOW.plusSeconds(15), 3, 900, 900, 900);
    assertThat(decide(shadow, first.state(), next).desiredReplicas())
        .as("what was not done uses up no rate")
        .isEqualTo(5);
  }

  @Test
  void repeatedOrOlderSample_changesNothing() {
    ScalingPolicy policy = policy(1, 9, CPU_60);
    ScalingState state = decided(policy, previousState(), sample(NOW, 3, 900, 900, 900)).state();
    assertThat(decider.decide(policy, state, sample(NOW, 3, 900, 900, 900), NOW))
        .isInstanceOf(Skipped.class);
    ResourceSample older = sample(NOW.minusSeconds(15), 3, 10, 10, 10);
    assertThat(decider.decide(policy, state, older, older.sampledAt())).isInstanceOf(Skipped.class);
  }

  @Test
  void sampleWithinThePeriod_isSkipped_unlessThePolicyIsNew() {
    ScalingPolicy policy = policy(1, 9, CPU_60);
    ScalingState state = decided(policy, previousState(), sample(NOW, 3, 900, 900, 900)).state();
    ResourceSample soon = sample(NOW.plusSeconds(5), 5, 900, 900, 900, 900, 900);
    assertThat(decider.decide(policy, state, soon, soon.sampledAt())).isInstanceOf(Skipped.class);
    ScalingPolicy changed = policy(Mode.ACTIVE, 2, 1, 9, Behavior.standard(), CPU_60);
    assertThat(decide(changed, state, soon).policyVersion()).isEqualTo(2);
    ResourceSample jittered = sample(NOW.plusMillis(14_100), 3, 900, 900, 900);
    assertThat(decide(policy, state, jittered).desiredReplicas()).isEqualTo(5);
  }

  @Test
  void sameSample_decidedTwice_givesTheSameBytes() {
    ScalingPolicy policy = policy(1, 9, CPU_60, new CustomPerPod("requests", 15_000));
    ScalingState state = previousState().with(ScalingScenario.requests(NOW, 20, 10, 30));
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
