/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.events.alert.AlertTransition.State.FIRING;
import static io.berth.events.alert.AlertTransition.State.PENDING;
import static io.berth.events.alert.AlertTransition.State.RECOVERING;
import static io.berth.events.alert.AlertTransition.State.RESOLVED;
import static io.berth.monitor.alerting.Seen.CART;
import static io.berth.monitor.alerting.Seen.NODE;
import static io.berth.monitor.alerting.Seen.at;
import static io.berth.monitor.alerting.Seen.node;
import static io.berth.monitor.alerting.Seen.rollout;
import static io.berth.monitor.alerting.Seen.tick;
import static io.berth.monitor.alerting.Seen.usage;
import static io.berth.monitor.alerting.Seen.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.alerting.Observation.NodeSeen;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each other rule with its documented durations: raised, not raised, resolved. */
class WorkloadRulesTest {

  private final Evaluator evaluator = new Evaluator(RuleBook.of(1, List.of()), List.of());

  private List<AlertTransition> of(String rule, Subject subject, Observation... seen) {
    return evaluator.replay(SubjectState.unseen(subject), List.of(seen)).stream()
        .filter(transition -> transition.alertName().equals(rule))
        .toList();
  }

  private List<State> states(String rule, Subject subject, Observation... seen) {
    return of(rule, subject, seen).stream().map(AlertTransition::to).toList();
  }

  @Test
  void rolloutStuck_firesAtItsDeadline_andResolvesWithProgress() {
    RolloutSeen stuck = new RolloutSeen(3, 3, 1, true, true, at(0), "has timed out progressing");

    assertThat(states("RolloutStuck", CART, workload(0, stuck), workload(10, rollout(3, 3))))
        .containsExactly(FIRING, RESOLVED);
    assertThat(
            states(
                "RolloutStuck",
                CART,
                workload(0, new RolloutSeen(3, 3, 1, true, false, at(0), "progressing"))))
        .isEmpty();
  }

  @Test
  void workloadDown_firesAfterHalfAMinute_andResolvesAMinuteAfterOneIsThere() {
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
  void belowPolicyReplicas_firesInProductionOnly_andNotForWhatWasStopped() {
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
                new WorkloadSeen(at(0), true, false, rollout(1, 1), List.of(), List.of())))
        .isEmpty();
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
  void memoryNearLimit_withoutFigures_isUnknown_andNeverResolved() {
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
  void nodeNotReady_firesAfterAMinute_andResolvesTwoMinutesAfterItIsBack() {
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
  void nodeNotReady_ofACordonedNode_isNotRaised() {
    assertThat(
            states("NodeNotReady", NODE, new NodeSeen(at(0), "False", true, at(0), ""), tick(600)))
        .isEmpty();
  }
}
