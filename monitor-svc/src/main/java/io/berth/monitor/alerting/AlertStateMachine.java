/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.alerting.conditions.ConditionStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Moves one alert: INACTIVE → PENDING → FIRING → RECOVERING → RESOLVED, to UNKNOWN while its inputs
 * are stale (its timers stop), and to FLAPPING when its condition changes too often. Pure. One call
 * makes at most one transition, so callers repeat it until {@link StateChange#cause} is null.
 */
final class AlertStateMachine {

  /** This many changes of the condition within the window make an alert flapping. */
  static final int FLAPPING_TURNS = 4;

  /**
   * One step.
   *
   * @param next the state after it
   * @param cause why the state changed; null where it did not
   */
  record StateChange(AlertState next, @Nullable String cause) {}

  private final AlertRule rule;
  private final Duration flapWindow;

  AlertStateMachine(AlertRule rule, Duration flapWindow) {
    this.rule = rule;
    this.flapWindow = flapWindow;
  }

  StateChange step(AlertState alert, ConditionStatus condition, Instant asOf) {
    if (condition == ConditionStatus.SUBJECT_DELETED || condition == ConditionStatus.RULE_DELETED) {
      String cause =
          condition == ConditionStatus.SUBJECT_DELETED ? "object-deleted" : "rule-deleted";
      return end(alert, cause, asOf);
    }
    return switch (alert.state()) {
      case INACTIVE, RESOLVED -> fromIdle(alert, condition, asOf);
      case PENDING -> fromPending(alert, condition, asOf);
      case FIRING -> fromFiring(alert, condition, asOf);
      case RECOVERING -> fromRecovering(alert, condition, asOf);
      case FLAPPING -> fromFlapping(alert, condition, asOf);
      case UNKNOWN ->
          condition == ConditionStatus.STALE
              ? unchanged(alert)
              : transition(alert.unfreeze(asOf), "inputs-fresh");
    };
  }

  private static StateChange end(AlertState alert, String cause, Instant asOf) {
    State last = alert.state() == State.UNKNOWN ? alert.frozen().frozen() : alert.state();
    if (last == null || last == State.INACTIVE || last == State.RESOLVED) {
      return unchanged(alert);
    }
    return last == State.PENDING
        ? transition(alert.to(State.INACTIVE), cause)
        : transition(alert.resolve(asOf), cause);
  }

  private StateChange fromIdle(AlertState alert, ConditionStatus condition, Instant asOf) {
    if (condition != ConditionStatus.HOLDS) {
      return unchanged(alert);
    }
    return rule.holdFor().isZero()
        ? fire(alert, "condition-holds", asOf)
        : transition(alert.startPending(asOf), "condition-holds");
  }

  private StateChange fromPending(AlertState alert, ConditionStatus condition, Instant asOf) {
    return switch (condition) {
      case HOLDS ->
          elapsed(alert.times().activeAt(), rule.holdFor(), asOf)
              ? fire(alert, "condition-held", asOf)
              : unchanged(alert);
      case STALE -> freeze(alert, asOf);
      case BETWEEN, CLEAR, SUBJECT_DELETED, RULE_DELETED ->
          transition(alert.to(State.INACTIVE), "condition-cleared");
    };
  }

  private StateChange fire(AlertState alert, String cause, Instant asOf) {
    boolean flapping = isFlapping(alert, asOf);
    return transition(
        alert
            .withTurn(asOf, flapWindow)
            .startFiring(asOf, flapping ? State.FLAPPING : State.FIRING)
            .withSignal(true, asOf),
        flapping ? "flapping" : cause);
  }

  private StateChange fromFiring(AlertState alert, ConditionStatus condition, Instant asOf) {
    return switch (condition) {
      case HOLDS, BETWEEN -> unchanged(alert);
      case STALE -> freeze(alert, asOf);
      case CLEAR, SUBJECT_DELETED, RULE_DELETED -> {
        AlertState turned = alert.withTurn(asOf, flapWindow);
        yield rule.recoverFor().isZero()
            ? transition(turned.resolve(asOf), "condition-cleared")
            : transition(turned.to(State.RECOVERING).withClearSince(asOf), "condition-cleared");
      }
    };
  }

  private StateChange fromRecovering(AlertState alert, ConditionStatus condition, Instant asOf) {
    return switch (condition) {
      case HOLDS -> {
        boolean flapping = isFlapping(alert, asOf);
        yield transition(
            alert
                .withTurn(asOf, flapWindow)
                .withClearSince(null)
                .withSignal(true, asOf)
                .to(flapping ? State.FLAPPING : State.FIRING),
            flapping ? "flapping" : "condition-returned");
      }
      case BETWEEN -> unchanged(alert.withClearSince(asOf));
      case STALE -> freeze(alert, asOf);
      case CLEAR, SUBJECT_DELETED, RULE_DELETED ->
          elapsed(alert.times().clearSince(), rule.recoverFor(), asOf)
              ? transition(alert.resolve(asOf), "recovered")
              : unchanged(alert);
    };
  }

  /** Stays until the condition had the same status for the whole window. */
  private StateChange fromFlapping(AlertState alert, ConditionStatus condition, Instant asOf) {
    if (condition == ConditionStatus.STALE) {
      return freeze(alert, asOf);
    }
    boolean held = alert.flaps().lastSignal();
    boolean holds =
        condition == ConditionStatus.HOLDS || (condition == ConditionStatus.BETWEEN && held);
    if (holds != held) {
      return unchanged(alert.withSignal(holds, asOf).withTurn(asOf, flapWindow));
    }
    if (!elapsed(alert.flaps().signalSince(), flapWindow, asOf)) {
      return unchanged(alert);
    }
    return transition(holds ? alert.to(State.FIRING) : alert.resolve(asOf), "stable");
  }

  private static StateChange freeze(AlertState alert, Instant asOf) {
    return transition(alert.freeze(asOf), "inputs-stale");
  }

  private static StateChange transition(AlertState next, String cause) {
    return new StateChange(next.nextSequence(), cause);
  }

  /** No transition; timers and the flap history may differ. */
  private static StateChange unchanged(AlertState alert) {
    return new StateChange(alert, null);
  }

  private boolean isFlapping(AlertState alert, Instant asOf) {
    return alert.flaps().turnsSince(asOf.minus(flapWindow)) >= FLAPPING_TURNS;
  }

  private static boolean elapsed(@Nullable Instant since, Duration duration, Instant asOf) {
    return since == null || !asOf.isBefore(since.plus(duration));
  }
}
