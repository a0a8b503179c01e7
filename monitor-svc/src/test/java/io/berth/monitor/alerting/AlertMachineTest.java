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
import static io.berth.monitor.alerting.Seen.at;
import static io.berth.monitor.alerting.Signal.BETWEEN;
import static io.berth.monitor.alerting.Signal.CLEAR;
import static io.berth.monitor.alerting.Signal.GONE;
import static io.berth.monitor.alerting.Signal.HOLDS;
import static io.berth.monitor.alerting.Signal.RULE_GONE;
import static io.berth.monitor.alerting.Signal.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.alerting.AlertMachine.Move;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every move of an alert. PodNotReady holds for five minutes and recovers for two. */
class AlertMachineTest {

  private static final AlertRule RULE = Seen.rule("PodNotReady");
  private final AlertMachine machine = new AlertMachine(RULE, Seen.flapWindow());
  private AlertState alert =
      AlertState.inactive(Map.of("alertname", "PodNotReady"), RULE.name(), RULE.severity());
  private String cause = "";

  private AlertMachineTest then(Signal signal, long at) {
    Move move = machine.move(alert, signal, at(at));
    alert = move.next();
    cause = move.cause() == null ? "" : move.cause();
    return this;
  }

  private void is(State state, String why) {
    assertThat(alert.state()).isEqualTo(state);
    assertThat(cause).isEqualTo(why);
  }

  private AlertMachineTest firing() {
    return then(HOLDS, 0).then(HOLDS, 300);
  }

  @Test
  void holds_isPendingUntilItHeldLongEnough() {
    then(HOLDS, 0).is(PENDING, "condition-holds");
    then(HOLDS, 299).is(PENDING, "");
    then(HOLDS, 300).is(FIRING, "condition-held");
    assertThat(alert.generation()).isEqualTo(1);
    assertThat(alert.activeAt()).isEqualTo(at(0));
    assertThat(alert.firedAt()).isEqualTo(at(300));
  }

  @Test
  void pending_thatClears_isInactive_andLeavesATrace() {
    then(HOLDS, 0).then(CLEAR, 10).is(INACTIVE, "condition-cleared");
    assertThat(alert.sequence()).isEqualTo(2);
  }

  @Test
  void pending_betweenTheThresholds_doesNotHold() {
    then(HOLDS, 0).then(BETWEEN, 10).is(INACTIVE, "condition-cleared");
  }

  @Test
  void firing_betweenTheThresholds_firesOn() {
    firing().then(BETWEEN, 310).is(FIRING, "");
  }

  @Test
  void firing_thatClears_recovers_andResolvesAfterItsTime() {
    firing().then(CLEAR, 310).is(RECOVERING, "condition-cleared");
    then(CLEAR, 429).is(RECOVERING, "");
    then(CLEAR, 430).is(RESOLVED, "recovered");
    assertThat(alert.resolvedAt()).isEqualTo(at(430));
  }

  @Test
  void recovering_betweenTheThresholds_beginsToRecoverAnew() {
    firing().then(CLEAR, 310).then(BETWEEN, 400).then(CLEAR, 430).is(RECOVERING, "");
    then(CLEAR, 520).is(RESOLVED, "recovered");
  }

  @Test
  void recovering_thatHoldsAgain_firesInTheSameGeneration() {
    firing().then(CLEAR, 310).then(HOLDS, 320).is(FIRING, "condition-returned");
    assertThat(alert.generation()).isEqualTo(1);
  }

  @Test
  void resolved_thatHoldsAgain_isANewGeneration() {
    firing().then(CLEAR, 310).then(CLEAR, 430).then(HOLDS, 2000).is(PENDING, "condition-holds");
    then(HOLDS, 2300).is(FIRING, "condition-held");
    assertThat(alert.generation()).isEqualTo(2);
  }

  @Test
  void stale_freezesWhatIsGoingOn_andItsTimersStandStill() {
    then(HOLDS, 0).then(STALE, 100).is(UNKNOWN, "inputs-stale");
    then(STALE, 5000).is(UNKNOWN, "");
    then(HOLDS, 5100).is(PENDING, "inputs-fresh");
    then(HOLDS, 5299).is(PENDING, "");
    then(HOLDS, 5300).is(FIRING, "condition-held");
  }

  @Test
  void stale_whileItFires_orRecovers_neverResolves() {
    firing().then(STALE, 400).is(UNKNOWN, "inputs-stale");
    then(CLEAR, 900).is(FIRING, "inputs-fresh");
    then(CLEAR, 900).is(RECOVERING, "condition-cleared");
    then(STALE, 960).is(UNKNOWN, "inputs-stale");
    then(CLEAR, 9000).is(RECOVERING, "inputs-fresh");
    then(CLEAR, 9059).is(RECOVERING, "");
    then(CLEAR, 9060).is(RESOLVED, "recovered");
  }

  @Test
  void stale_whileNothingIsGoingOn_isNothing() {
    then(STALE, 0).is(INACTIVE, "");
  }

  @Test
  void gone_resolvesForThatReason() {
    firing().then(GONE, 310).is(RESOLVED, "object-deleted");
    then(GONE, 311).is(RESOLVED, "");
  }

  @Test
  void gone_whilePending_isInactive() {
    then(HOLDS, 0).then(GONE, 1).is(INACTIVE, "object-deleted");
  }

  @Test
  void gone_whileUnknown_isNoLongerUnknown() {
    firing().then(STALE, 310).then(GONE, 320).is(RESOLVED, "object-deleted");
  }

  @Test
  void ruleGone_resolvesForThatReason() {
    firing().then(RULE_GONE, 310).is(RESOLVED, "rule-deleted");
  }

  private AlertMachineTest flapping() {
    return firing().then(CLEAR, 310).then(HOLDS, 320).then(CLEAR, 330).then(HOLDS, 340);
  }

  @Test
  void turningAgainAndAgain_isFlapping_inTheSameGeneration() {
    flapping().is(FLAPPING, "flapping");
    assertThat(alert.generation()).isEqualTo(1);
  }

  @Test
  void flapping_staysQuiet_untilItIsStable() {
    flapping().then(CLEAR, 350).is(FLAPPING, "");
    then(HOLDS, 400).is(FLAPPING, "");
    then(CLEAR, 500).is(FLAPPING, "");
    then(CLEAR, 1399).is(FLAPPING, "");
    then(CLEAR, 1400).is(RESOLVED, "stable");
  }

  @Test
  void flapping_thatHoldsOn_firesOn() {
    flapping().then(HOLDS, 1239).is(FLAPPING, "");
    then(HOLDS, 1240).is(FIRING, "stable");
  }

  @Test
  void flapping_thatGoesStale_isUnknown() {
    flapping().then(STALE, 350).is(UNKNOWN, "inputs-stale");
    then(CLEAR, 400).is(FLAPPING, "inputs-fresh");
  }
}
