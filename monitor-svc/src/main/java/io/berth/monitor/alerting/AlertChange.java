/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next state in the making; used within one move and never kept. */
final class AlertChange {
  private State state;
  private int generation;
  private long sequence;
  private @Nullable Instant activeAt;
  private @Nullable Instant firedAt;
  private @Nullable Instant clearSince;
  private @Nullable Instant resolvedAt;
  private @Nullable State frozen;
  private @Nullable Instant frozenAt;
  private List<Instant> turns;
  private boolean lastSignal;
  private @Nullable Instant signalSince;
  private Severity severity;
  private Map<String, String> annotations;
  private @Nullable Instant occurredAt;
  private boolean told;
  private List<String> silencedBy;
  private List<String> inhibitedBy;
  private final AlertState before;

  AlertChange(AlertState s) {
    before = s;
    state = s.state();
    generation = s.generation();
    sequence = s.sequence();
    activeAt = s.activeAt();
    firedAt = s.firedAt();
    clearSince = s.clearSince();
    resolvedAt = s.resolvedAt();
    frozen = s.frozen();
    frozenAt = s.frozenAt();
    turns = s.turns();
    lastSignal = s.lastSignal();
    signalSince = s.signalSince();
    severity = s.severity();
    annotations = s.annotations();
    occurredAt = s.occurredAt();
    told = s.told();
    silencedBy = s.silencedBy();
    inhibitedBy = s.inhibitedBy();
  }

  AlertChange to(State next) {
    state = next;
    return this;
  }

  AlertChange counted() {
    sequence++;
    return this;
  }

  AlertChange pending(Instant at) {
    activeAt = at;
    firedAt = null;
    clearSince = null;
    resolvedAt = null;
    return to(State.PENDING);
  }

  /** Fires for another time. */
  AlertChange fired(Instant at, State as) {
    generation++;
    activeAt = activeAt == null || resolvedAt != null ? at : activeAt;
    firedAt = at;
    clearSince = null;
    resolvedAt = null;
    told = false;
    return to(as);
  }

  AlertChange resolved(Instant at) {
    resolvedAt = at;
    clearSince = null;
    frozen = null;
    frozenAt = null;
    return to(State.RESOLVED);
  }

  AlertChange clearSince(@Nullable Instant at) {
    clearSince = at;
    return this;
  }

  AlertChange signal(boolean holds, Instant at) {
    lastSignal = holds;
    signalSince = at;
    return this;
  }

  AlertChange frozen(Instant at) {
    frozen = state;
    frozenAt = at;
    return to(State.UNKNOWN);
  }

  /** Goes on where it was; what it waited for, it waits for as long again as before. */
  AlertChange thawed(Instant at) {
    Duration lost = frozenAt == null ? Duration.ZERO : Duration.between(frozenAt, at);
    State back = frozen == null ? State.INACTIVE : frozen;
    activeAt = back == State.PENDING && activeAt != null ? activeAt.plus(lost) : activeAt;
    clearSince = clearSince == null ? null : clearSince.plus(lost);
    signalSince = signalSince == null ? null : signalSince.plus(lost);
    frozen = null;
    frozenAt = null;
    return to(back);
  }

  AlertChange turned(Instant at, Duration window) {
    List<Instant> recent =
        new ArrayList<>(turns.stream().filter(t -> t.isAfter(at.minus(window))).toList());
    recent.add(at);
    turns = recent;
    return this;
  }

  AlertChange told(boolean value) {
    told = value;
    return this;
  }

  AlertChange suppressed(List<String> silences, List<String> inhibitors) {
    silencedBy = silences;
    inhibitedBy = inhibitors;
    return this;
  }

  AlertChange says(Severity as, Map<String, String> texts, @Nullable Instant happened) {
    severity = as;
    annotations = texts;
    occurredAt = happened;
    return this;
  }

  AlertState done() {
    return new AlertState(
        before.fingerprint(),
        before.rule(),
        before.labels(),
        state,
        generation,
        sequence,
        activeAt,
        firedAt,
        clearSince,
        resolvedAt,
        frozen,
        frozenAt,
        turns,
        lastSignal,
        signalSince,
        severity,
        annotations,
        occurredAt,
        told,
        silencedBy,
        inhibitedBy);
  }
}
