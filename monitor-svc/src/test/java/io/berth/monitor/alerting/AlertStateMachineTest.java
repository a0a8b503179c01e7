/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.events.alert.AlertTransition.State.FIRING;
import static io.berth.events.alert.AlertTransition.State.FLAPPING;
import static io.berth.events.alert.AlertTransition.State.INACTIVE;
import static io.berth.events.alert.AlertTransition.State.PENDING;
import static io.berth.events.alert.AlertTransition.State.RECOVERING;
import static io.berth.events.alert.AlertTransition.State.RESOLVED;
import static io.berth.events.alert.AlertTransition.State.UNKNOWN;
import static io.berth.monitor.alerting.TestObservations.at;
import static io.berth.monitor.alerting.conditions.ConditionStatus.BETWEEN;
import static io.berth.monitor.alerting.conditions.ConditionStatus.CLEAR;
import static io.berth.monitor.alerting.conditions.ConditionStatus.HOLDS;
import static io.berth.monitor.alerting.conditions.ConditionStatus.RULE_DELETED;
import static io.berth.monitor.alerting.conditions.ConditionStatus.STALE;
import static io.berth.monitor.alerting.conditions.ConditionStatus.SUBJECT_DELETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.alerting.AlertStateMachine.StateChange;
import io.berth.monitor.alerting.conditions.ConditionStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every transition of an alert. PodNotReady has to hold for 5 minutes and to recover for 2. */
class AlertStateMachineTest {

  private static final AlertRule RULE = TestObservations.rule("PodNotReady");
  private final AlertStateMachine machine =
      new AlertStateMachine(RULE, TestObservations.flapWindow());
  private AlertState alert =
      AlertState.inactive(Map.of("alertname", "PodNotReady"), RULE.name(), RULE.severity());
  private String cause = "";

  private AlertStateMachineTest then(ConditionStatus condition, long at) {
    StateChange step = machine.step(alert, condition, at(at));
    alert = step.next();
    cause = step.cause() == null ? "" : step.cause();
    return this;
  }

  private void expect(State state, String why) {
    assertThat(alert.state()).isEqualTo(state);
    assertThat(cause).isEqualTo(why);
  }

  private AlertStateMachineTest firing() {
    return then(HOLDS, 0).then(HOLDS, 300);
  }

  @Test
  void condition_isPendingUntilItHeldForTheDuration() {
    then(HOLDS, 0).expect(PENDING, "condition-holds");
    then(HOLDS, 299).expect(PENDING, "");
    then(HOLDS, 300).expect(FIRING, "condition-held");
    assertThat(alert.generation()).isEqualTo(1);
    assertThat(alert.times().activeAt()).isEqualTo(at(0));
    assertThat(alert.times().firedAt()).isEqualTo(at(300));
  }

  @Test
  void pending_becomesInactiveWhenClear_andRecordsATransition() {
    then(HOLDS, 0).then(CLEAR, 10).expect(INACTIVE, "condition-cleared");
    assertThat(alert.sequence()).isEqualTo(2);
  }

  @Test
  void pending_becomesInactiveBetweenTheThresholds() {
    then(HOLDS, 0).then(BETWEEN, 10).expect(INACTIVE, "condition-cleared");
  }

  @Test
  void firing_continuesBetweenTheThresholds() {
    firing().then(BETWEEN, 310).expect(FIRING, "");
  }

  @Test
  void firing_recoversWhenClear_andResolvesAfterTheDuration() {
    firing().then(CLEAR, 310).expect(RECOVERING, "condition-cleared");
    then(CLEAR, 429).expect(RECOVERING, "");
    then(CLEAR, 430).expect(RESOLVED, "recovered");
    assertThat(alert.times().resolvedAt()).isEqualTo(at(430));
  }

  @Test
  void recovering_restartsBetweenTheThresholds() {
    firing().then(CLEAR, 310).then(BETWEEN, 400).then(CLEAR, 430).expect(RECOVERING, "");
    then(CLEAR, 520).expect(RESOLVED, "recovered");
  }

  @Test
  void recovering_firesAgainInTheSameGeneration() {
    firing().then(CLEAR, 310).then(HOLDS, 320).expect(FIRING, "condition-returned");
    assertThat(alert.generation()).isEqualTo(1);
  }

  @Test
  void resolved_firesAgainInANewGeneration() {
    firing().then(CLEAR, 310).then(CLEAR, 430).then(HOLDS, 2000).expect(PENDING, "condition-holds");
    then(HOLDS, 2300).expect(FIRING, "condition-held");
    assertThat(alert.generation()).isEqualTo(2);
  }

  @Test
  void staleInputs_freezeTheAlertAndItsTimers() {
    then(HOLDS, 0).then(STALE, 100).expect(UNKNOWN, "inputs-stale");
    then(STALE, 5000).expect(UNKNOWN, "");
    then(HOLDS, 5100).expect(PENDING, "inputs-fresh");
    then(HOLDS, 5299).expect(PENDING, "");
    then(HOLDS, 5300).expect(FIRING, "condition-held");
  }

  @Test
  void staleInputs_neverResolveAFiringOrRecoveringAlert() {
    firing().then(STALE, 400).expect(UNKNOWN, "inputs-stale");
    then(CLEAR, 900).expect(FIRING, "inputs-fresh");
    then(CLEAR, 900).expect(RECOVERING, "condition-cleared");
    then(STALE, 960).expect(UNKNOWN, "inputs-stale");
    then(CLEAR, 9000).expect(RECOVERING, "inputs-fresh");
    then(CLEAR, 9059).expect(RECOVERING, "");
    then(CLEAR, 9060).expect(RESOLVED, "recovered");
  }

  @Test
  void staleInputs_doNotAffectAnInactiveAlert() {
    then(STALE, 0).expect(INACTIVE, "");
  }

  @Test
  void deletedSubject_resolvesTheAlert() {
    firing().then(SUBJECT_DELETED, 310).expect(RESOLVED, "object-deleted");
    then(SUBJECT_DELETED, 311).expect(RESOLVED, "");
  }

  @Test
  void deletedSubject_deactivatesAPendingAlert() {
    then(HOLDS, 0).then(SUBJECT_DELETED, 1).expect(INACTIVE, "object-deleted");
  }

  @Test
  void deletedSubject_resolvesAnUnknownAlert() {
    firing().then(STALE, 310).then(SUBJECT_DELETED, 320).expect(RESOLVED, "object-deleted");
  }

  @Test
  void deletedRule_resolvesTheAlert() {
    firing().then(RULE_DELETED, 310).expect(RESOLVED, "rule-deleted");
  }

  private AlertStateMachineTest flapping() {
    return firing().then(CLEAR, 310).then(HOLDS, 320).then(CLEAR, 330).then(HOLDS, 340);
  }

  @Test
  void repeatedChanges_areFlapping_inTheSameGeneration() {
    flapping().expect(FLAPPING, "flapping");
    assertThat(alert.generation()).isEqualTo(1);
  }

  @Test
  void flapping_endsOnceTheConditionIsStable() {
    flapping().then(CLEAR, 350).expect(FLAPPING, "");
    then(HOLDS, 400).expect(FLAPPING, "");
    then(CLEAR, 500).expect(FLAPPING, "");
    then(CLEAR, 1399).expect(FLAPPING, "");
    then(CLEAR, 1400).expect(RESOLVED, "stable");
  }

  @Test
  void flapping_firesAgainOnceTheConditionHoldsSteadily() {
    flapping().then(HOLDS, 1239).expect(FLAPPING, "");
    then(HOLDS, 1240).expect(FIRING, "stable");
  }

  @Test
  void flapping_becomesUnknownWithStaleInputs() {
    flapping().then(STALE, 350).expect(UNKNOWN, "inputs-stale");
    then(CLEAR, 400).expect(FLAPPING, "inputs-fresh");
  }
}
