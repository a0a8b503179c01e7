/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Moves one alert: INACTIVE → PENDING → FIRING → RECOVERING → RESOLVED, aside to UNKNOWN while its
 * inputs are stale (timers stand still) and to FLAPPING when it keeps turning. Pure; one call makes
 * at most one move, so the caller asks again until nothing moves.
 */
final class AlertMachine {

  /** So many turns within the window make it flapping. */
  static final int FLAPPING_TURNS = 4;

  /**
   * A move, or none.
   *
   * @param next the state after it
   * @param cause why it moved, in a word; null where it stands
   */
  record Move(AlertState next, @Nullable String cause) {}

  private final AlertRule rule;
  private final Duration flapWindow;

  AlertMachine(AlertRule rule, Duration flapWindow) {
    this.rule = rule;
    this.flapWindow = flapWindow;
  }

  Move move(AlertState alert, Signal signal, Instant asOf) {
    if (signal == Signal.GONE || signal == Signal.RULE_GONE) {
      return ended(alert, signal == Signal.GONE ? "object-deleted" : "rule-deleted", asOf);
    }
    return switch (alert.state()) {
      case INACTIVE, RESOLVED -> idle(alert, signal, asOf);
      case PENDING -> pending(alert, signal, asOf);
      case FIRING -> firing(alert, signal, asOf);
      case RECOVERING -> recovering(alert, signal, asOf);
      case FLAPPING -> flapping(alert, signal, asOf);
      case UNKNOWN ->
          signal == Signal.STALE
              ? stands(alert)
              : new Move(alert.change().thawed(asOf).counted().done(), "inputs-fresh");
    };
  }

  private static Move ended(AlertState alert, String cause, Instant asOf) {
    State was = alert.state() == State.UNKNOWN ? alert.frozen() : alert.state();
    if (was == null || was == State.INACTIVE || was == State.RESOLVED) {
      return stands(alert);
    }
    AlertChange change = alert.change();
    return was == State.PENDING
        ? new Move(change.to(State.INACTIVE).counted().done(), cause)
        : new Move(change.resolved(asOf).counted().done(), cause);
  }

  private Move idle(AlertState alert, Signal signal, Instant asOf) {
    if (signal != Signal.HOLDS) {
      return stands(alert);
    }
    return rule.holdFor().isZero()
        ? fires(alert, "condition-holds", asOf)
        : new Move(alert.change().pending(asOf).counted().done(), "condition-holds");
  }

  private Move pending(AlertState alert, Signal signal, Instant asOf) {
    return switch (signal) {
      case HOLDS ->
          passed(alert.activeAt(), rule.holdFor(), asOf)
              ? fires(alert, "condition-held", asOf)
              : stands(alert);
      case STALE -> freezes(alert, asOf);
      case BETWEEN, CLEAR, GONE, RULE_GONE ->
          new Move(alert.change().to(State.INACTIVE).counted().done(), "condition-cleared");
    };
  }

  private Move fires(AlertState alert, String cause, Instant asOf) {
    boolean flaps = turns(alert, asOf) >= FLAPPING_TURNS;
    AlertChange change =
        alert
            .change()
            .turned(asOf, flapWindow)
            .fired(asOf, flaps ? State.FLAPPING : State.FIRING)
            .signal(true, asOf);
    return new Move(change.counted().done(), flaps ? "flapping" : cause);
  }

  private Move firing(AlertState alert, Signal signal, Instant asOf) {
    return switch (signal) {
      case HOLDS, BETWEEN -> stands(alert);
      case STALE -> freezes(alert, asOf);
      case CLEAR, GONE, RULE_GONE -> {
        AlertChange change = alert.change().turned(asOf, flapWindow);
        yield rule.recoverFor().isZero()
            ? new Move(change.resolved(asOf).counted().done(), "condition-cleared")
            : new Move(
                change.to(State.RECOVERING).clearSince(asOf).counted().done(), "condition-cleared");
      }
    };
  }

  private Move recovering(AlertState alert, Signal signal, Instant asOf) {
    return switch (signal) {
      case HOLDS -> {
        boolean flaps = turns(alert, asOf) >= FLAPPING_TURNS;
        AlertChange change =
            alert.change().turned(asOf, flapWindow).clearSince(null).signal(true, asOf);
        yield new Move(
            change.to(flaps ? State.FLAPPING : State.FIRING).counted().done(),
            flaps ? "flapping" : "condition-returned");
      }
      case BETWEEN -> new Move(alert.change().clearSince(asOf).done(), null);
      case STALE -> freezes(alert, asOf);
      case CLEAR, GONE, RULE_GONE ->
          passed(alert.clearSince(), rule.recoverFor(), asOf)
              ? new Move(alert.change().resolved(asOf).counted().done(), "recovered")
              : stands(alert);
    };
  }

  /** Quiet until the condition has said the same for the whole window. */
  private Move flapping(AlertState alert, Signal signal, Instant asOf) {
    if (signal == Signal.STALE) {
      return freezes(alert, asOf);
    }
    boolean holds = signal == Signal.HOLDS || (signal == Signal.BETWEEN && alert.lastSignal());
    if (holds != alert.lastSignal()) {
      return new Move(alert.change().signal(holds, asOf).turned(asOf, flapWindow).done(), null);
    }
    if (!passed(alert.signalSince(), flapWindow, asOf)) {
      return stands(alert);
    }
    return holds
        ? new Move(alert.change().to(State.FIRING).counted().done(), "stable")
        : new Move(alert.change().resolved(asOf).counted().done(), "stable");
  }

  private static Move freezes(AlertState alert, Instant asOf) {
    return new Move(alert.change().frozen(asOf).counted().done(), "inputs-stale");
  }

  private static Move stands(AlertState alert) {
    return new Move(alert, null);
  }

  private long turns(AlertState alert, Instant asOf) {
    Instant since = asOf.minus(flapWindow);
    return alert.turns().stream().filter(turn -> turn.isAfter(since)).count();
  }

  private static boolean passed(@Nullable Instant since, Duration least, Instant asOf) {
    return since == null || !asOf.isBefore(since.plus(least));
  }
}
