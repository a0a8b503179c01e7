/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition.State;
import java.time.Instant;
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
    return new AlertChange(
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

  AlertChange change() {
    return new AlertChange(this);
  }
}
