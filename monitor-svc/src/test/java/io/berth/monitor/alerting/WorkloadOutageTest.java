/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.monitor.alerting.TestObservations.CART;
import static io.berth.monitor.alerting.TestObservations.T0;
import static io.berth.monitor.alerting.TestObservations.at;
import static io.berth.monitor.alerting.WorkloadScenario.withTicks;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.alerting.conditions.AlertReasons;
import io.berth.monitor.observation.Observation;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Workloads that lost their replicas, or exceeded the time allowed for their start. */
class WorkloadOutageTest {

  private final Evaluator evaluator = new Evaluator(AlertRuleSet.of(1, List.of()), List.of());

  static Stream<Arguments> outages() {
    return Stream.of(
        row(
            "every pod fails its readiness probe (zero for 40 s, lobu 2545)",
            "WorkloadDown",
            AlertReasons.BECAME_UNAVAILABLE,
            130,
            l -> serving(l).available(0).pods(l.noLongerReady("a", -900, 100)).at(100).at(200)),
        row(
            "every pod was deleted, and nobody changed the Deployment",
            "WorkloadDown",
            AlertReasons.BECAME_UNAVAILABLE,
            130,
            l -> serving(l).available(0).pods(l.starting("b", 100)).at(100).at(200)),
        row(
            "down before, and a deploy as its cure: it is down until one is there",
            "WorkloadDown",
            AlertReasons.BECAME_UNAVAILABLE,
            130,
            l ->
                serving(l)
                    .available(0)
                    .pods(l.noLongerReady("a", -900, 100))
                    .at(100)
                    .specChanged()
                    .newRevision("2")
                    .recreate()
                    .pods(l.starting("b", 110))
                    .at(110)
                    .at(200)),
        row(
            "a rolling update that leaves old pods alone, and they die",
            "WorkloadDown",
            AlertReasons.BECAME_UNAVAILABLE,
            140,
            l ->
                serving(l)
                    .specChanged()
                    .newRevision("2")
                    .pods(l.ready("a", -900, -890), l.starting("b", 100))
                    .at(100)
                    .available(0)
                    .pods(l.noLongerReady("a", -900, 110), l.starting("b", 100))
                    .at(110)
                    .at(200)),
        row(
            "the new pods of a Recreate were there and break",
            "WorkloadDown",
            AlertReasons.BECAME_UNAVAILABLE,
            180,
            l ->
                serving(l)
                    .recreate()
                    .specChanged()
                    .newRevision("2")
                    .available(0)
                    .pods(l.starting("b", 100))
                    .at(100)
                    .available(1)
                    .pods(l.ready("b", 100, 140))
                    .at(140)
                    .available(0)
                    .pods(l.noLongerReady("b", 100, 150))
                    .at(150)
                    .at(200)),
        row(
            "never comes up, without a startup probe: the deadline of its roll-out",
            "WorkloadDown",
            AlertReasons.STARTUP_BUDGET_EXCEEDED,
            600,
            l -> l.pods(l.starting("a", 0)).at(0).at(900)),
        row(
            "never comes up, its startup probe allows 100 s behind a pull of 20 s",
            "WorkloadDown",
            AlertReasons.STARTUP_BUDGET_EXCEEDED,
            120,
            l -> l.pods(l.pulling("a", 0)).at(0).pods(l.starting("a", 0, 20, 100)).at(20).at(300)),
        row(
            "never comes up, and a startup probe that allows more than its roll-out",
            "WorkloadDown",
            AlertReasons.STARTUP_BUDGET_EXCEEDED,
            60,
            l -> l.deadline(Duration.ofMinutes(1)).pods(l.starting("a", 0, 5, 900)).at(0).at(300)),
        row(
            "no pod can be made at all",
            "WorkloadDown",
            AlertReasons.STARTUP_BUDGET_EXCEEDED,
            600,
            l -> l.pods().at(0).at(900)),
        row(
            "Kubernetes says itself that the deadline is over",
            "WorkloadDown",
            AlertReasons.STARTUP_BUDGET_EXCEEDED,
            330,
            l -> l.pods(l.starting("a", 0)).at(0).deadlineExceeded(true).at(300).at(400)),
        row(
            "started again from zero, and never comes up",
            "WorkloadDown",
            AlertReasons.STARTUP_BUDGET_EXCEEDED,
            1200,
            l ->
                serving(l)
                    .specChanged()
                    .wanted(0)
                    .available(0)
                    .pods()
                    .at(300)
                    .specChanged()
                    .wanted(3)
                    .pods(l.starting("b", 600))
                    .at(600)
                    .at(1300)),
        row(
            "one of the pods is not ready any more",
            "PodNotReady",
            AlertReasons.BECAME_NOT_READY,
            400,
            l ->
                serving(l)
                    .pods(l.ready("x", -900, -890), l.noLongerReady("a", -900, 100))
                    .at(100)
                    .at(500)),
        row(
            "one more replica that never becomes ready",
            "PodNotReady",
            AlertReasons.STARTUP_BUDGET_EXCEEDED,
            700,
            l ->
                serving(l)
                    .specChanged()
                    .pods(l.ready("a", -900, -890), l.starting("b", 100))
                    .at(100)
                    .at(800)));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("outages")
  void outage_firesAtItsTime_withAnyClockSkew(
      String name,
      String rule,
      String reason,
      long second,
      UnaryOperator<WorkloadScenario> scenario) {
    for (long skew : List.of(0L, 3600L, -3600L)) {
      List<AlertTransition> fired =
          fired(
              rule, scenario.apply(new WorkloadScenario(Duration.ofSeconds(skew))).observations());

      assertThat(fired).as("%d s", skew).isNotEmpty();
      assertThat(Duration.between(T0, fired.getFirst().firedAt()).toSeconds())
          .as("%d s", skew)
          .isBetween(second, second + 10);
      assertThat(fired.getFirst().annotations()).containsEntry(AlertReasons.KEY, reason);
      assertThat(fired.getFirst().labels())
          .containsEntry("app", "cart")
          .containsEntry("track", "stable");
    }
  }

  @Test
  void firingAlert_isNotResolvedByStartingPods() {
    WorkloadScenario scenario = new WorkloadScenario(Duration.ZERO);
    serving(scenario)
        .available(0)
        .pods(scenario.noLongerReady("a", -900, 100))
        .at(100)
        .pods(scenario.starting("b", 200))
        .at(200)
        .available(1)
        .pods(scenario.ready("b", 200, 300))
        .at(300);

    assertThat(of("WorkloadDown", scenario.observations()))
        .extracting(AlertTransition::to)
        .containsExactly(State.PENDING, State.FIRING, State.RECOVERING, State.RESOLVED);
    assertThat(
            of("PodNotReady", scenario.observations()).stream().map(AlertTransition::to).toList())
        .doesNotContain(State.FIRING);
  }

  @Test
  void scalingToZero_resolvesWorkloadDown() {
    WorkloadScenario scenario = new WorkloadScenario(Duration.ZERO);
    serving(scenario)
        .available(0)
        .pods(scenario.noLongerReady("a", -900, 100))
        .at(100)
        .specChanged()
        .wanted(0)
        .pods()
        .at(200);

    assertThat(of("WorkloadDown", scenario.observations()).getLast().to())
        .isEqualTo(State.RESOLVED);
  }

  @Test
  void newMonitor_detectsFromThePodsThatAndWhenTheyWereReady() {
    WorkloadScenario scenario = new WorkloadScenario(Duration.ofHours(1));
    scenario
        .available(0)
        .complete()
        .unavailableSince(-500)
        .newestObject(0)
        .pods(scenario.noLongerReady("a", -900, -500))
        .at(0);

    AlertTransition fired = fired("WorkloadDown", scenario.observations()).getFirst();
    assertThat(fired.firedAt()).isEqualTo(at(30));
    assertThat(fired.occurredAt()).isEqualTo(at(-500));
    assertThat(fired.annotations())
        .containsEntry(AlertReasons.KEY, AlertReasons.BECAME_UNAVAILABLE);
  }

  @Test
  void newMonitor_datesAStartByTheClustersTimestamps() {
    WorkloadScenario scenario = new WorkloadScenario(Duration.ofHours(-1));
    scenario.newestObject(400).pods(scenario.starting("a", 0)).at(400);

    assertThat(fired("WorkloadDown", scenario.observations()).getFirst().firedAt())
        .isEqualTo(at(600));
  }

  private static WorkloadScenario serving(WorkloadScenario scenario) {
    return scenario.available(3).complete().pods(scenario.ready("a", -900, -890)).at(0);
  }

  private List<AlertTransition> fired(String rule, List<Observation> seen) {
    return of(rule, seen).stream().filter(t -> t.to() == State.FIRING).toList();
  }

  private List<AlertTransition> of(String rule, List<Observation> seen) {
    return evaluator.replay(SubjectState.initial(CART), withTicks(seen)).stream()
        .filter(transition -> transition.alertName().equals(rule))
        .toList();
  }

  private static Arguments row(
      String name,
      String rule,
      String reason,
      long second,
      UnaryOperator<WorkloadScenario> scenario) {
    return Arguments.of(name, rule, reason, second, scenario);
  }
}
