/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.events.alert.Silence;
import io.berth.monitor.alerting.AlertStateMachine.StateChange;
import io.berth.monitor.alerting.conditions.ConditionResult;
import io.berth.monitor.alerting.conditions.ConditionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Advances the alerts of one subject at one time; collects their transitions and notifications. */
final class AlertTransitions {

  /** No alert makes more transitions at one time: out of UNKNOWN, to firing, and back. */
  private static final int MAX_STEPS = 4;

  private final SubjectState subject;
  private final Instant asOf;
  private final Instant evaluatedAt;
  private final List<AlertTransition> transitions = new ArrayList<>();
  private final List<AlertNotification> notifications = new ArrayList<>();

  AlertTransitions(SubjectState subject, Instant asOf, Instant evaluatedAt) {
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

  List<AlertNotification> notifications() {
    return notifications;
  }

  /** Stands in for a removed rule, whose alerts have to be resolved. */
  static AlertRule removedRule(AlertState alert) {
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

  AlertState advance(
      AlertRule rule,
      Duration flapWindow,
      AlertState before,
      ConditionResult result,
      Collection<Silence> silences) {
    AlertStateMachine machine = new AlertStateMachine(rule, flapWindow);
    AlertState now = AlertAnnotations.update(before, rule, result, subject);
    String suppressionCause = null;
    if (now.active() || result.status() == ConditionStatus.HOLDS) {
      AlertState updated = Suppression.update(now, result, silences, subject.subject(), asOf);
      suppressionCause = Suppression.cause(now, updated);
      now = updated;
    }
    boolean changed = false;
    for (int i = 0; i < MAX_STEPS; i++) {
      StateChange step = machine.step(now, result.status(), asOf);
      if (step.cause() == null) {
        now = step.next();
        break;
      }
      changed = true;
      now = record(rule, now, step.next(), step.cause());
    }
    return changed ? now : recordSuppression(rule, now, suppressionCause);
  }

  private AlertState recordSuppression(AlertRule rule, AlertState now, @Nullable String cause) {
    return cause == null || !now.active() ? now : record(rule, now, now.nextSequence(), cause);
  }

  /** Records the transition, and a notification where receivers have to know of it. */
  private AlertState record(AlertRule rule, AlertState from, AlertState to, String cause) {
    AlertTransition transition = transition(rule, from.state(), to, cause);
    transitions.add(transition);
    boolean notified = to.notification().notified();
    if (to.notifiable() && !notified && !to.suppressed()) {
      notifications.add(
          new AlertNotification(AlertNotification.NotificationKind.FIRING, cause, transition));
      return to.withNotified(true);
    }
    if (to.state() == State.RESOLVED && notified) {
      notifications.add(
          new AlertNotification(AlertNotification.NotificationKind.RESOLVED, cause, transition));
      return to.withNotified(false);
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
        to.details().annotations(),
        rule.id(),
        rule.version(),
        to.times().activeAt(),
        to.times().firedAt(),
        to.times().resolvedAt(),
        Objects.requireNonNullElse(to.details().occurredAt(), asOf),
        asOf,
        evaluatedAt,
        subject.lastCommand(),
        to.notification().silencedBy(),
        to.notification().inhibitedBy());
  }
}
