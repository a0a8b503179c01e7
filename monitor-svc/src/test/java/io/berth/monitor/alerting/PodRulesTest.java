/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.events.alert.AlertTransition.State.FIRING;
import static io.berth.events.alert.AlertTransition.State.INACTIVE;
import static io.berth.events.alert.AlertTransition.State.PENDING;
import static io.berth.events.alert.AlertTransition.State.RECOVERING;
import static io.berth.events.alert.AlertTransition.State.RESOLVED;
import static io.berth.monitor.alerting.TestObservations.CART;
import static io.berth.monitor.alerting.TestObservations.at;
import static io.berth.monitor.alerting.TestObservations.ended;
import static io.berth.monitor.alerting.TestObservations.healthy;
import static io.berth.monitor.alerting.TestObservations.healthyAfter;
import static io.berth.monitor.alerting.TestObservations.pod;
import static io.berth.monitor.alerting.TestObservations.tick;
import static io.berth.monitor.alerting.TestObservations.unschedulable;
import static io.berth.monitor.alerting.TestObservations.waiting;
import static io.berth.monitor.alerting.TestObservations.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.observation.ContainerSnapshot;
import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.PodSnapshot;
import io.berth.monitor.observation.RolloutSnapshot;
import io.berth.monitor.observation.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule about pods with its documented durations: raised, not raised, resolved. */
class PodRulesTest {

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
  void podCrashLooping_firesAfterOneMinute_andResolvesTenMinutesAfterRecovery() {
    PodSnapshot crashing = pod("cart-1", waiting("CrashLoopBackOff", 3));
    PodSnapshot well = pod("cart-1", healthy(3));

    assertThat(
            states(
                "PodCrashLooping",
                CART,
                workload(0, crashing),
                tick(59),
                tick(60),
                workload(100, well),
                tick(699),
                tick(700)))
        .containsExactly(PENDING, FIRING, RECOVERING, RESOLVED);
  }

  @Test
  void podCrashLooping_continuesBetweenTwoRuns() {
    assertThat(
            states(
                "PodCrashLooping",
                CART,
                workload(0, pod("cart-1", waiting("CrashLoopBackOff", 3))),
                workload(30, pod("cart-1", ended("Error", 1, 29, 4))),
                tick(60)))
        .containsExactly(PENDING, FIRING);
  }

  @Test
  void podCrashLooping_isDetectedByRestarts_whereTheContainerIsReadyInBetween() {
    assertThat(
            states(
                "PodCrashLooping",
                CART,
                workload(0, pod("cart-1", healthy(0))),
                workload(60, pod("cart-1", healthy(1))),
                workload(120, pod("cart-1", healthy(2))),
                workload(180, pod("cart-1", healthy(3))),
                tick(240)))
        .containsExactly(PENDING, FIRING);
  }

  @Test
  void podCrashLooping_isNotRaisedForOneRestart() {
    assertThat(
            states(
                "PodCrashLooping",
                CART,
                workload(0, pod("cart-1", healthy(0))),
                workload(60, pod("cart-1", healthyAfter("Error", 1, 50, 1))),
                tick(300)))
        .isEmpty();
  }

  @Test
  void podCrashLooping_isCriticalWhereEveryPodCrashes() {
    PodSnapshot crashing = pod("cart-1", waiting("CrashLoopBackOff", 3));
    PodSnapshot well = pod("cart-2", healthy(0));

    assertThat(of("PodCrashLooping", CART, workload(0, crashing, well), tick(60)).getLast())
        .returns(Severity.WARNING, AlertTransition::severity);
    assertThat(of("PodCrashLooping", CART, workload(0, crashing), tick(60)).getLast())
        .returns(Severity.CRITICAL, AlertTransition::severity);
  }

  @Test
  void containerOomKilled_firesImmediately_andResolvesOneHourAfterRecovery() {
    assertThat(
            states(
                "ContainerOOMKilled",
                CART,
                workload(0, pod("cart-1", ended("OOMKilled", 137, 0, 0))),
                workload(40, pod("cart-1", healthyAfter("OOMKilled", 137, 0, 1))),
                tick(3639),
                tick(3640)))
        .containsExactly(FIRING, RECOVERING, RESOLVED);
  }

  @Test
  void containerOomKilled_againWhileRecovering_firesInTheSameGeneration() {
    List<AlertTransition> all =
        of(
            "ContainerOOMKilled",
            CART,
            workload(0, pod("cart-1", ended("OOMKilled", 137, 0, 0))),
            workload(40, pod("cart-1", healthyAfter("OOMKilled", 137, 0, 1))),
            workload(100, pod("cart-1", ended("OOMKilled", 137, 99, 1))));

    assertThat(all).extracting(AlertTransition::to).containsExactly(FIRING, RECOVERING, FIRING);
    assertThat(all.getLast().generation()).isEqualTo(1);
  }

  @Test
  void containerOomKilled_isNotRaisedForOtherTerminations() {
    assertThat(
            states(
                "ContainerOOMKilled", CART, workload(0, pod("cart-1", ended("Error", 137, 0, 0)))))
        .isEmpty();
  }

  @Test
  void imagePullFailing_firesAfterOneMinute_andResolvesWithThePull() {
    assertThat(
            states(
                "ImagePullFailing",
                CART,
                workload(0, pod("cart-1", waiting("ErrImagePull", 0))),
                workload(30, pod("cart-1", waiting("ImagePullBackOff", 0))),
                tick(60),
                workload(70, pod("cart-1", healthy(0)))))
        .containsExactly(PENDING, FIRING, RESOLVED);
  }

  @Test
  void imagePullFailing_isNotRaisedForASlowPull() {
    assertThat(
            states(
                "ImagePullFailing",
                CART,
                workload(0, pod("cart-1", waiting("ContainerCreating", 0))),
                tick(300)))
        .isEmpty();
  }

  @Test
  void imagePullFailing_duringARollout_isCritical() {
    RolloutSnapshot running = new RolloutSnapshot(3, 3, 1, true, false, at(0), null, null);

    assertThat(
            of(
                    "ImagePullFailing",
                    CART,
                    workload(0, running, pod("cart-1", waiting("ImagePullBackOff", 0))),
                    tick(60))
                .getLast())
        .returns(Severity.CRITICAL, AlertTransition::severity);
  }

  @Test
  void podNotReady_firesAfterFiveMinutes_andResolvesAfterTwoMinutes() {
    ContainerSnapshot unready =
        new ContainerSnapshot("cart", 0, false, "id", null, null, at(0), null, null);

    assertThat(
            states(
                "PodNotReady",
                CART,
                workload(0, pod("cart-1", unready)),
                tick(299),
                tick(300),
                workload(400, pod("cart-1", healthy(0))),
                tick(519),
                tick(520)))
        .containsExactly(PENDING, FIRING, RECOVERING, RESOLVED);
  }

  @Test
  void podNotReady_forAShortTime_doesNotFire() {
    ContainerSnapshot unready =
        new ContainerSnapshot("cart", 0, false, "id", null, null, at(0), null, null);

    assertThat(
            states(
                "PodNotReady",
                CART,
                workload(0, pod("cart-1", unready)),
                workload(100, pod("cart-1", healthy(0)))))
        .containsExactly(PENDING, INACTIVE);
  }

  @Test
  void podUnschedulable_firesAfterThreeMinutes_isCriticalAfterFifteen_andResolvesImmediately() {
    List<AlertTransition> all =
        of(
            "PodUnschedulable",
            CART,
            workload(0, unschedulable("cart-1")),
            tick(180),
            tick(900),
            workload(901, pod("cart-1", healthy(0))));

    assertThat(all).extracting(AlertTransition::to).containsExactly(PENDING, FIRING, RESOLVED);
    assertThat(all.get(1).severity()).isEqualTo(Severity.WARNING);
    assertThat(all.get(2).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(all.get(1).annotations().get("description")).contains("Insufficient cpu");
  }

  @Test
  void podUnschedulable_isNotRaisedForAScheduledPod() {
    assertThat(states("PodUnschedulable", CART, workload(0, pod("p", healthy(0))), tick(999)))
        .isEmpty();
  }
}
