/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.events.alert.AlertTransition.State.FIRING;
import static io.berth.events.alert.AlertTransition.State.PENDING;
import static io.berth.events.alert.AlertTransition.State.RECOVERING;
import static io.berth.events.alert.AlertTransition.State.RESOLVED;
import static io.berth.monitor.alerting.TestObservations.CART;
import static io.berth.monitor.alerting.TestObservations.NODE;
import static io.berth.monitor.alerting.TestObservations.at;
import static io.berth.monitor.alerting.TestObservations.node;
import static io.berth.monitor.alerting.TestObservations.rollout;
import static io.berth.monitor.alerting.TestObservations.tick;
import static io.berth.monitor.alerting.TestObservations.usage;
import static io.berth.monitor.alerting.TestObservations.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.observation.AppSnapshot;
import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.Observation.NodeObserved;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.RolloutSnapshot;
import io.berth.monitor.observation.Subject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each other rule with its documented durations: raised, not raised, resolved. */
class WorkloadRulesTest {

  private final Evaluator evaluator = new Evaluator(AlertRuleSet.of(1, List.of()), List.of());

  private List<AlertTransition> of(String rule, Subject subject, Observation... seen) {
    return evaluator.replay(SubjectState.initial(subject), List.of(seen)).stream()
        .filter(transition -> transition.alertName().equals(rule))
        .toList();
  }

  private List<State> states(String rule, Subject subject, Observation... seen) {
    return of(rule, subject, seen).stream().map(AlertTransition::to).toList();
  }

  @Test
  void rolloutStuck_firesAtItsDeadline_andResolvesWithProgress() {
    RolloutSnapshot stuck =
        new RolloutSnapshot(3, 3, 1, true, true, at(0), "has timed out progressing", null);

    assertThat(states("RolloutStuck", CART, workload(0, stuck), workload(10, rollout(3, 3))))
        .containsExactly(FIRING, RESOLVED);
    assertThat(
            states(
                "RolloutStuck",
                CART,
                workload(0, new RolloutSnapshot(3, 3, 1, true, false, at(0), "progressing", null))))
        .isEmpty();
  }

  @Test
  void rolloutStuck_withAnOutdatedStatus_isNeitherRaisedNorResolved() {
    WorkloadScenario before =
        new WorkloadScenario(Duration.ZERO).available(3).deadlineExceeded(true);

    assertThat(
            states(
                "RolloutStuck",
                CART,
                before.specChangedNotObserved().at(0).observations().getFirst()))
        .isEmpty();
    assertThat(
            states(
                "RolloutStuck",
                CART,
                new WorkloadScenario(Duration.ZERO)
                    .available(3)
                    .deadlineExceeded(true)
                    .at(0)
                    .specChangedNotObserved()
                    .at(1)
                    .observed()
                    .deadlineExceeded(false)
                    .at(2)
                    .observations()
                    .toArray(Observation[]::new)))
        .containsExactly(FIRING, RESOLVED);
  }

  @Test
  void workloadDown_firesAfter30Seconds_andResolvesOneMinuteAfterAReplicaIsAvailable() {
    assertThat(
            states(
                "WorkloadDown",
                CART,
                workload(0, rollout(3, 0)),
                tick(30),
                workload(40, rollout(3, 1)),
                tick(100)))
        .containsExactly(PENDING, FIRING, RECOVERING, RESOLVED);
    assertThat(states("WorkloadDown", CART, workload(0, rollout(0, 0)), tick(60))).isEmpty();
  }

  @Test
  void belowPolicyReplicas_firesInProductionOnly_andNotWhenScaledToZero() {
    assertThat(
            states(
                "BelowPolicyReplicas",
                CART,
                workload(0, rollout(2, 2)),
                workload(9, rollout(3, 3))))
        .containsExactly(FIRING, RESOLVED);
    assertThat(states("BelowPolicyReplicas", CART, workload(0, rollout(0, 0)))).isEmpty();
    assertThat(
            states(
                "BelowPolicyReplicas",
                CART,
                new WorkloadObserved(
                    at(0), null, null, true, false, rollout(1, 1), List.of(), List.of())))
        .isEmpty();
  }

  @Test
  void belowPolicyReplicas_whileACanaryRuns_countsBothReleases() {
    AppSnapshot own = new AppSnapshot("cart", AppSnapshot.STABLE, 3, null);
    AppSnapshot canary = new AppSnapshot("cart", "canary", null, null);

    assertThat(states("BelowPolicyReplicas", CART, of(own, rollout(2, 2)))).isEmpty();
    assertThat(states("BelowPolicyReplicas", CART, of(canary, rollout(1, 1)))).isEmpty();
    assertThat(
            states(
                "BelowPolicyReplicas",
                CART,
                of(new AppSnapshot("cart", AppSnapshot.STABLE, 2, null), rollout(1, 1))))
        .containsExactly(FIRING);
  }

  private static WorkloadObserved of(AppSnapshot app, RolloutSnapshot rollout) {
    return new WorkloadObserved(at(0), null, app, true, true, rollout, List.of(), List.of());
  }

  @Test
  void cpuNearLimit_firesAfterTenMinutes_andResolvesBelowTheLowerThreshold() {
    assertThat(
            states(
                "CpuNearLimit",
                CART,
                usage(0, 950L, 100L),
                usage(599, 950L, 100L),
                usage(600, 950L, 100L),
                usage(660, 800L, 100L),
                usage(700, 700L, 100L),
                usage(999, 700L, 100L),
                usage(1000, 700L, 100L)))
        .containsExactly(PENDING, FIRING, RECOVERING, RESOLVED);
    assertThat(states("CpuNearLimit", CART, usage(0, 900L, 0L), usage(900, 900L, 0L))).isEmpty();
  }

  @Test
  void memoryNearLimit_withoutSamples_isUnknown_andNotResolved() {
    assertThat(
            states(
                "MemoryNearLimit",
                CART,
                usage(0, 1L, 950L),
                usage(300, 1L, 950L),
                usage(310, null, null),
                usage(4000, null, null)))
        .containsExactly(PENDING, FIRING, State.UNKNOWN);
  }

  @Test
  void memoryNearLimit_firesAfterFiveMinutes_andResolvesBelowTheLowerThreshold() {
    assertThat(
            states(
                "MemoryNearLimit",
                CART,
                usage(0, 1L, 950L),
                usage(300, 1L, 950L),
                usage(301, 1L, 790L),
                usage(601, 1L, 790L)))
        .containsExactly(PENDING, FIRING, RECOVERING, RESOLVED);
    assertThat(states("MemoryNearLimit", CART, usage(0, 1L, 900L), usage(900, 1L, 900L))).isEmpty();
  }

  @Test
  void nodeNotReady_firesAfterOneMinute_andResolvesTwoMinutesAfterRecovery() {
    assertThat(
            states(
                "NodeNotReady",
                NODE,
                node(0, "Unknown"),
                tick(60),
                node(100, "True"),
                tick(219),
                tick(220)))
        .containsExactly(PENDING, FIRING, RECOVERING, RESOLVED);
  }

  @Test
  void nodeNotReady_isNotRaisedForACordonedNode() {
    assertThat(
            states(
                "NodeNotReady", NODE, new NodeObserved(at(0), "False", true, at(0), ""), tick(600)))
        .isEmpty();
  }
}
