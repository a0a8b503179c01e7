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

/**
 * Where an alert stands. Kept after it resolved, because its counters must not begin again.
 *
 * @param fingerprint what makes it the same alert
 * @param rule the rule's name
 * @param labels what it is about
 * @param state where it stands
 * @param generation which time it fires
 * @param sequence how many transitions it made
 * @param activeAt when the condition first held
 * @param firedAt when it fired
 * @param clearSince since when the condition is clear
 * @param resolvedAt when it resolved
 * @param frozen what it was before its inputs went stale
 * @param frozenAt when they did
 * @param turns when it lately turned from good to bad or back; what flapping is told by
 * @param lastSignal whether the condition held at the last look, while it flaps
 * @param signalSince since when it says so
 * @param severity as it was last
 * @param annotations as they were last
 * @param occurredAt when the thing happened
 * @param told whether the firing of this generation was told
 * @param silencedBy silences that match
 * @param inhibitedBy fingerprints of alerts that explain this one
 */
public record AlertState(
    String fingerprint,
    String rule,
    Map<String, String> labels,
    State state,
    int generation,
    long sequence,
    @Nullable Instant activeAt,
    @Nullable Instant firedAt,
    @Nullable Instant clearSince,
    @Nullable Instant resolvedAt,
    @Nullable State frozen,
    @Nullable Instant frozenAt,
    List<Instant> turns,
    boolean lastSignal,
    @Nullable Instant signalSince,
    Severity severity,
    Map<String, String> annotations,
    @Nullable Instant occurredAt,
    boolean told,
    List<String> silencedBy,
    List<String> inhibitedBy) {

  public AlertState {
    labels = Map.copyOf(labels);
    turns = List.copyOf(turns);
    annotations = Map.copyOf(annotations);
    silencedBy = List.copyOf(silencedBy);
    inhibitedBy = List.copyOf(inhibitedBy);
  }

  static AlertState inactive(Map<String, String> labels, String rule, Severity severity) {
    return new Change(
            new AlertState(
                Fingerprint.of(labels),
                rule,
                labels,
                State.INACTIVE,
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                false,
                null,
                severity,
                Map.of(),
                null,
                false,
                List.of(),
                List.of()))
        .done();
  }

  /** Whether anything of it is still going on. */
  boolean live() {
    return state != State.INACTIVE && state != State.RESOLVED;
  }

  /** Whether people may be told that it is on. */
  boolean on() {
    return state == State.FIRING || state == State.FLAPPING;
  }

  boolean suppressed() {
    return !silencedBy.isEmpty() || !inhibitedBy.isEmpty();
  }

  Change change() {
    return new Change(this);
  }

  /** The next state in the making; used within one move and never kept. */
  static final class Change {
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

    private Change(AlertState s) {
      before = s;
      state = s.state;
      generation = s.generation;
      sequence = s.sequence;
      activeAt = s.activeAt;
      firedAt = s.firedAt;
      clearSince = s.clearSince;
      resolvedAt = s.resolvedAt;
      frozen = s.frozen;
      frozenAt = s.frozenAt;
      turns = s.turns;
      lastSignal = s.lastSignal;
      signalSince = s.signalSince;
      severity = s.severity;
      annotations = s.annotations;
      occurredAt = s.occurredAt;
      told = s.told;
      silencedBy = s.silencedBy;
      inhibitedBy = s.inhibitedBy;
    }

    Change to(State next) {
      state = next;
      return this;
    }

    Change counted() {
      sequence++;
      return this;
    }

    Change pending(Instant at) {
      activeAt = at;
      firedAt = null;
      clearSince = null;
      resolvedAt = null;
      return to(State.PENDING);
    }

    /** Fires for another time. */
    Change fired(Instant at, State as) {
      generation++;
      activeAt = activeAt == null || resolvedAt != null ? at : activeAt;
      firedAt = at;
      clearSince = null;
      resolvedAt = null;
      told = false;
      return to(as);
    }

    Change resolved(Instant at) {
      resolvedAt = at;
      clearSince = null;
      frozen = null;
      frozenAt = null;
      return to(State.RESOLVED);
    }

    Change clearSince(@Nullable Instant at) {
      clearSince = at;
      return this;
    }

    Change signal(boolean holds, Instant at) {
      lastSignal = holds;
      signalSince = at;
      return this;
    }

    Change frozen(Instant at) {
      frozen = state;
      frozenAt = at;
      return to(State.UNKNOWN);
    }

    /** Goes on where it was; what it waited for, it waits for as long again as before. */
    Change thawed(Instant at) {
      Duration lost = frozenAt == null ? Duration.ZERO : Duration.between(frozenAt, at);
      State back = frozen == null ? State.INACTIVE : frozen;
      activeAt = back == State.PENDING && activeAt != null ? activeAt.plus(lost) : activeAt;
      clearSince = clearSince == null ? null : clearSince.plus(lost);
      signalSince = signalSince == null ? null : signalSince.plus(lost);
      frozen = null;
      frozenAt = null;
      return to(back);
    }

    Change turned(Instant at, Duration window) {
      List<Instant> recent =
          new ArrayList<>(turns.stream().filter(t -> t.isAfter(at.minus(window))).toList());
      recent.add(at);
      turns = recent;
      return this;
    }

    Change told(boolean value) {
      told = value;
      return this;
    }

    Change suppressed(List<String> silences, List<String> inhibitors) {
      silencedBy = silences;
      inhibitedBy = inhibitors;
      return this;
    }

    Change says(Severity as, Map<String, String> texts, @Nullable Instant happened) {
      severity = as;
      annotations = texts;
      occurredAt = happened;
      return this;
    }

    AlertState done() {
      return new AlertState(
          before.fingerprint,
          before.rule,
          before.labels,
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
}
