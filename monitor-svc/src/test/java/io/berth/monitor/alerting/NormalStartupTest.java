/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.monitor.alerting.TestObservations.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertTransition;
import io.berth.events.kafka.EventJson;
import io.berth.monitor.observation.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A start within its time raises no alert, whatever the rule, the clock skew of the cluster, or the
 * time at which a monitor starts observing. The rows are cases in which other systems mistook a
 * normal start for an outage.
 */
class NormalStartupTest {

  /** A monitor starts at every n-th observation. */
  private static final int BEGINNINGS = 11;

  private static final List<Long> SKEWS = List.of(0L, 3600L, -3600L);

  private final Evaluator evaluator = new Evaluator(AlertRuleSet.of(1, List.of()), List.of());
  private final Evaluator shortRules = new Evaluator(AlertRuleSet.of(0.02, List.of()), List.of());

  static Stream<Arguments> normalStarts() {
    return Stream.of(
        row(
            "first deploy, 60 s, no startup probe (the case of 9 of 9)",
            l ->
                l.at(0)
                    .pods(l.pulling("a", 1))
                    .at(1)
                    .pods(l.starting("a", 1))
                    .at(5)
                    .pods(l.ready("a", 1, 65))
                    .at(65)
                    .available(1)
                    .complete()
                    .at(66)
                    .at(700)),
        row(
            "write-ahead log replayed for nine minutes (kubernetes-mixin 543)",
            l -> l.pods(l.starting("a", 0)).at(1).pods(l.ready("a", 0, 540)).available(1).at(540)),
        row(
            "a rolling update that takes an hour in a large cluster (kubernetes-mixin 359)",
            l ->
                l.available(3)
                    .complete()
                    .pods(l.ready("a", -900, -890), l.ready("b", -900, -890))
                    .at(0)
                    .specChanged()
                    .newRevision("2")
                    .deadline(Duration.ofHours(1))
                    .pods(l.ready("a", -900, -890), l.starting("c", 2))
                    .at(2)
                    .pods(l.ready("b", -900, -890), l.ready("c", 2, 1700), l.starting("d", 1701))
                    .at(1701)
                    .pods(l.ready("c", 2, 1700), l.ready("d", 1701, 3400))
                    .complete()
                    .at(3400)),
        row(
            "looked at between the change and its status (k8sgpt 1743)",
            l ->
                l.available(0)
                    .deadlineExceeded(true)
                    .specChangedNotObserved()
                    .pods(l.starting("a", 0))
                    .at(0)
                    .deadlineExceeded(false)
                    .observed()
                    .newRevision("2")
                    .pods(l.starting("b", 1))
                    .at(1)
                    .pods(l.ready("b", 1, 60))
                    .available(3)
                    .complete()
                    .at(60)),
        row(
            "ready, and available only behind minReadySeconds (argo-cd 27871)",
            l ->
                l.pods(l.starting("a", 0))
                    .at(0)
                    .pods(l.ready("a", 0, 540))
                    .at(540)
                    .available(3)
                    .at(660)),
        row(
            "one more replica that warms up for nine minutes (robosystems 968)",
            l ->
                l.available(3)
                    .complete()
                    .pods(l.ready("a", -900, -890))
                    .at(0)
                    .specChanged()
                    .wanted(4)
                    .pods(l.ready("a", -900, -890), l.starting("b", 5))
                    .at(5)
                    .pods(l.ready("a", -900, -890), l.ready("b", 5, 560))
                    .available(4)
                    .at(560)),
        row(
            "strategy Recreate: the old pods go first (sourcegraph 17299, va.gov 12117)",
            l ->
                l.recreate()
                    .available(3)
                    .complete()
                    .pods(l.ready("a", -900, -890))
                    .at(0)
                    .specChangedNotObserved()
                    .at(10)
                    .observed()
                    .newRevision("2")
                    .at(11)
                    .available(0)
                    .unavailableSince(12)
                    .pods()
                    .at(12)
                    .pods(l.starting("b", 20))
                    .at(20)
                    .pods(l.ready("b", 20, 120))
                    .available(3)
                    .complete()
                    .at(120)),
        row(
            "stopped, and started again an hour later; up from zero (ray 51600)",
            l ->
                l.available(3)
                    .complete()
                    .pods(l.ready("a", -900, -890))
                    .at(0)
                    .specChanged()
                    .wanted(0)
                    .available(0)
                    .pods()
                    .at(10)
                    .specChanged()
                    .wanted(3)
                    .unavailableSince(3610)
                    .pods(l.starting("b", 3610))
                    .at(3610)
                    .pods(l.ready("b", 3610, 3900))
                    .available(3)
                    .at(3900)),
        row(
            "stopped and started while nobody looked",
            l ->
                l.available(3)
                    .complete()
                    .pods(l.ready("a", -900, -890))
                    .at(0)
                    .specChanged()
                    .specChanged()
                    .available(0)
                    .unavailableSince(290)
                    .pods(l.starting("b", 290))
                    .at(300)
                    .pods(l.ready("b", 290, 500))
                    .available(3)
                    .at(500)),
        row(
            "an image that is pulled for eight minutes behind init containers (skypilot 10801)",
            l ->
                l.pods(l.pulling("a", 0))
                    .at(0)
                    .pods(l.starting("a", 0, 480, 120))
                    .at(480)
                    .pods(l.ready("a", 0, 580))
                    .available(3)
                    .at(580)),
        row(
            "a startup probe of 30 x 10 s that passes with its last try (fdb-operator 694)",
            l ->
                l.pods(l.starting("a", 0, 20, 481))
                    .at(20)
                    .pods(l.ready("a", 0, 500))
                    .available(3)
                    .at(500)),
        row(
            "a roll-out that may take half an hour (flagger 818)",
            l ->
                l.deadline(Duration.ofMinutes(30))
                    .pods(l.starting("a", 0))
                    .at(0)
                    .pods(l.ready("a", 0, 1790))
                    .available(3)
                    .at(1790)),
        row(
            "ends once, as its database is not there yet, and starts within its time",
            l ->
                l.pods(l.starting("a", 0))
                    .at(0)
                    .pods(l.restarted("a", 0, 10))
                    .at(12)
                    .pods(l.ready("a", 0, 300))
                    .available(3)
                    .at(300)),
        row(
            "deleted and made anew under its name while nobody looked",
            l ->
                l.available(3)
                    .complete()
                    .pods(l.ready("a", -900, -890))
                    .at(0)
                    .anotherObject("uid-2")
                    .available(0)
                    .unavailableSince(100)
                    .pods(l.starting("b", 100))
                    .at(100)
                    .pods(l.ready("b", 100, 400))
                    .available(3)
                    .at(400)),
        row(
            "another release before the first came up: each has its own time",
            l ->
                l.pods(l.starting("a", 0))
                    .at(0)
                    .specChanged()
                    .newRevision("2")
                    .pods(l.starting("b", 300))
                    .at(300)
                    .pods(l.ready("b", 300, 890))
                    .available(3)
                    .at(890)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("normalStarts")
  void normalStart_raisesNoAlert_withAnyClockSkewAndShortRules(
      String name, UnaryOperator<WorkloadScenario> scenario) {
    for (long skew : SKEWS) {
      List<Observation> seen =
          WorkloadScenario.withTicks(
              scenario.apply(new WorkloadScenario(Duration.ofSeconds(skew))).observations());

      assertThat(fired(evaluator.replay(SubjectState.initial(CART), seen)))
          .as("%d s", skew)
          .isEmpty();
      assertThat(fired(shortRules.replay(SubjectState.initial(CART), seen)))
          .as("%d s", skew)
          .isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("normalStarts")
  void monitorStartedDuringAStart_raisesNoAlert(
      String name, UnaryOperator<WorkloadScenario> scenario) {
    for (long skew : SKEWS) {
      List<Observation> seen =
          WorkloadScenario.withTicks(
              scenario.apply(new WorkloadScenario(Duration.ofSeconds(skew))).observations());
      for (int from = 1; from < seen.size(); from += BEGINNINGS) {
        assertThat(
                fired(
                    evaluator.replay(SubjectState.initial(CART), seen.subList(from, seen.size()))))
            .as("from the observation %d on, %d s", from, skew)
            .isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("normalStarts")
  void takeoverAtAnyMoment_withTheStoredState_raisesNoAlert(
      String name, UnaryOperator<WorkloadScenario> scenario) {
    SubjectState state = SubjectState.initial(CART);
    List<AlertTransition> transitions = new ArrayList<>();
    for (Observation observation :
        WorkloadScenario.withTicks(
            scenario.apply(new WorkloadScenario(Duration.ZERO)).observations())) {
      Evaluation evaluation = evaluator.evaluate(state, observation, observation.observedAt());
      transitions.addAll(evaluation.transitions());
      byte[] kept = EventJson.mapper().writeValueAsBytes(evaluation.next());
      state = EventJson.mapper().readValue(kept, SubjectState.class);
    }
    assertThat(fired(transitions)).isEmpty();
  }

  private static List<AlertTransition> fired(List<AlertTransition> all) {
    return all.stream().filter(transition -> transition.firedAt() != null).toList();
  }

  private static Arguments row(String name, UnaryOperator<WorkloadScenario> scenario) {
    return Arguments.of(name, scenario);
  }
}
