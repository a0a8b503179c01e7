/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of an alert. Kept after it resolved, because its counters must not restart. Its JSON is
 * one flat object; the order of the components is the order of the fields.
 *
 * @param generation how many times it fired
 * @param sequence how many transitions it made
 */
public record AlertState(
    @JsonUnwrapped AlertIdentity identity,
    State state,
    int generation,
    long sequence,
    @JsonUnwrapped AlertTimes times,
    @JsonUnwrapped StateBeforeUnknown frozen,
    @JsonUnwrapped FlapHistory flaps,
    @JsonUnwrapped AlertDetails details,
    @JsonUnwrapped NotificationState notification) {

  public static AlertState inactive(Map<String, String> labels, String rule, Severity severity) {
    return new AlertState(
        new AlertIdentity(AlertFingerprint.of(labels), rule, labels),
        State.INACTIVE,
        0,
        0,
        AlertTimes.NONE,
        StateBeforeUnknown.NONE,
        FlapHistory.EMPTY,
        new AlertDetails(severity, Map.of(), null),
        NotificationState.NONE);
  }

  public String fingerprint() {
    return identity.fingerprint();
  }

  public String rule() {
    return identity.rule();
  }

  public Map<String, String> labels() {
    return identity.labels();
  }

  public Severity severity() {
    return details.severity();
  }

  /** Whether it is neither inactive nor resolved. */
  public boolean active() {
    return state != State.INACTIVE && state != State.RESOLVED;
  }

  /** Whether receivers are to be notified unless it is suppressed. */
  public boolean notifiable() {
    return state == State.FIRING || state == State.FLAPPING;
  }

  public boolean suppressed() {
    return !notification.silencedBy().isEmpty() || !notification.inhibitedBy().isEmpty();
  }

  public AlertState nextSequence() {
    return new AlertState(
        identity, state, generation, sequence + 1, times, frozen, flaps, details, notification);
  }

  public AlertState withNotified(boolean value) {
    return with(notification.withNotified(value));
  }

  public AlertState withSuppression(List<String> silences, List<String> inhibitors) {
    return with(new NotificationState(notification.notified(), silences, inhibitors));
  }

  public AlertState withDetails(
      Severity severity, Map<String, String> annotations, @Nullable Instant occurredAt) {
    return with(new AlertDetails(severity, annotations, occurredAt));
  }

  AlertState to(State next) {
    return new AlertState(
        identity, next, generation, sequence, times, frozen, flaps, details, notification);
  }

  AlertState startPending(Instant at) {
    return with(AlertTimes.active(at)).to(State.PENDING);
  }

  /**
   * Fires in a new generation.
   *
   * @param as {@link State#FIRING} or {@link State#FLAPPING}
   */
  AlertState startFiring(Instant at, State as) {
    return new AlertState(
        identity,
        as,
        generation + 1,
        sequence,
        times.fired(at),
        frozen,
        flaps,
        details,
        notification.withNotified(false));
  }

  AlertState resolve(Instant at) {
    return with(times.resolved(at)).with(StateBeforeUnknown.NONE).to(State.RESOLVED);
  }

  AlertState withClearSince(@Nullable Instant at) {
    return with(times.withClearSince(at));
  }

  AlertState withSignal(boolean holds, Instant at) {
    return with(flaps.withSignal(holds, at));
  }

  AlertState withTurn(Instant at, Duration window) {
    return with(flaps.withTurn(at, window));
  }

  AlertState freeze(Instant at) {
    return with(new StateBeforeUnknown(state, at)).to(State.UNKNOWN);
  }

  /** Restores the state before the freeze; running timers continue where they stopped. */
  AlertState unfreeze(Instant at) {
    Duration lost = frozen.duration(at);
    State restored = frozen.stateToRestore();
    Instant active = times.activeAt();
    Instant clear = times.clearSince();
    return with(times
            .withActiveAt(restored == State.PENDING && active != null ? active.plus(lost) : active)
            .withClearSince(clear == null ? null : clear.plus(lost)))
        .with(flaps.delayed(lost))
        .with(StateBeforeUnknown.NONE)
        .to(restored);
  }

  private AlertState with(AlertTimes changed) {
    return new AlertState(
        identity, state, generation, sequence, changed, frozen, flaps, details, notification);
  }

  private AlertState with(StateBeforeUnknown changed) {
    return new AlertState(
        identity, state, generation, sequence, times, changed, flaps, details, notification);
  }

  private AlertState with(FlapHistory changed) {
    return new AlertState(
        identity, state, generation, sequence, times, frozen, changed, details, notification);
  }

  private AlertState with(AlertDetails changed) {
    return new AlertState(
        identity, state, generation, sequence, times, frozen, flaps, changed, notification);
  }

  private AlertState with(NotificationState changed) {
    return new AlertState(
        identity, state, generation, sequence, times, frozen, flaps, details, changed);
  }
}
