/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.events.alert.Silence;
import io.berth.monitor.alerting.AlertMachine.Move;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lets the alerts of one subject move at one time, and collects what that says to whom. */
final class Moves {

  /** No alert moves more often at one time: out of UNKNOWN, on, and off again. */
  private static final int MOST = 4;

  private final SubjectState subject;
  private final Instant asOf;
  private final Instant evaluatedAt;
  private final List<AlertTransition> transitions = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();

  Moves(SubjectState subject, Instant asOf, Instant evaluatedAt) {
    this.subject = subject;
    this.asOf = asOf;
    this.evaluatedAt = evaluatedAt;
  }

  Instant asOf() {
    return asOf;
  }

  List<AlertTransition> transitions() {
    return transitions;
  }

  List<Notice> notices() {
    return notices;
  }

  /** A rule that is not there any more, as far as the end of its alerts needs it. */
  static AlertRule goneRule(AlertState alert) {
    return new AlertRule(
        "removed",
        1,
        alert.rule(),
        false,
        alert.severity(),
        Duration.ZERO,
        Duration.ZERO,
        Map.of(),
        "",
        "");
  }

  AlertState run(
      AlertRule rule,
      Duration flapWindow,
      AlertState before,
      Finding finding,
      Collection<Silence> silences) {
    AlertMachine machine = new AlertMachine(rule, flapWindow);
    AlertState now = Texts.say(before, rule, finding, subject);
    String flag = null;
    if (now.live() || finding.signal() == Signal.HOLDS) {
      AlertState flagged = Suppression.flag(now, finding, silences, subject.subject(), asOf);
      flag = Suppression.change(now, flagged);
      now = flagged;
    }
    boolean moved = false;
    for (int i = 0; i < MOST; i++) {
      Move move = machine.move(now, finding.signal(), asOf);
      AlertState next = move.next();
      if (move.cause() == null) {
        now = next;
        break;
      }
      moved = true;
      now = tell(rule, now, next, move.cause());
    }
    return moved ? now : standing(rule, now, flag);
  }

  private AlertState standing(
      AlertRule rule, AlertState now, @org.jspecify.annotations.Nullable String flag) {
    if (flag == null || !now.live()) {
      return now;
    }
    AlertState counted = now.change().counted().done();
    return tell(rule, now, counted, flag);
  }

  /** Writes the transition down, and a notice where people are to know. */
  private AlertState tell(AlertRule rule, AlertState from, AlertState to, String cause) {
    AlertTransition transition = transition(rule, from.state(), to, cause);
    transitions.add(transition);
    if (to.on() && !to.told() && !to.suppressed()) {
      notices.add(new Notice(Notice.Kind.FIRING, cause, transition));
      return to.change().told(true).done();
    }
    if (to.state() == State.RESOLVED && to.told()) {
      notices.add(new Notice(Notice.Kind.RESOLVED, cause, transition));
      return to.change().told(false).done();
    }
    return to;
  }

  private AlertTransition transition(AlertRule rule, State from, AlertState to, String cause) {
    return new AlertTransition(
        to.fingerprint(),
        to.generation(),
        to.sequence(),
        from,
        to.state(),
        cause,
        to.severity(),
        to.labels(),
        to.annotations(),
        rule.id(),
        rule.version(),
        to.activeAt(),
        to.firedAt(),
        to.resolvedAt(),
        Objects.requireNonNullElse(to.occurredAt(), asOf),
        asOf,
        evaluatedAt,
        subject.lastCommand(),
        to.silencedBy(),
        to.inhibitedBy());
  }
}
