/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.alert;

import io.berth.events.Check;
import io.berth.events.Event;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One transition of an alert, with all that the alert is now.
 *
 * @param fingerprint SHA-256 over the sorted labels; what makes it the same alert
 * @param generation which time it fires, from 1
 * @param sequence grows by one with every transition of the fingerprint
 * @param from the state before
 * @param to the state now
 * @param cause the reason in a word, such as {@code condition-held}, {@code object-deleted}
 * @param severity of the alert
 * @param labels what it is about; they identify it: {@code alertname} and {@code cluster}; the
 *     {@code node}, or {@code namespace}, {@code ownerKind} and {@code ownerName}; of an
 *     application of Berth's its name as {@code app}, and as {@code track} stable, canary or
 *     preview
 * @param annotations values and texts for people; they may change. {@code reason} is what brought
 *     it about, in a word: {@code BecameUnavailable} and {@code BecameNotReady} of what served
 *     before, {@code StartupBudgetExceeded} of what never came up in its time
 * @param ruleId the rule
 * @param ruleVersion its version
 * @param activeAt when the condition first held
 * @param firedAt when it fired; null before that
 * @param resolvedAt when it resolved; null before that
 * @param occurredAt when the underlying event happened
 * @param observedAt when Berth saw it
 * @param evaluatedAt when the rule was evaluated
 * @param lastCommand the last command on the application; null where there was none
 * @param silencedBy silences that match
 * @param inhibitedBy fingerprints that inhibit it
 */
public record AlertTransition(
    String fingerprint,
    int generation,
    long sequence,
    State from,
    State to,
    String cause,
    AlertRule.Severity severity,
    Map<String, String> labels,
    Map<String, String> annotations,
    String ruleId,
    int ruleVersion,
    @Nullable Instant activeAt,
    @Nullable Instant firedAt,
    @Nullable Instant resolvedAt,
    Instant occurredAt,
    Instant observedAt,
    Instant evaluatedAt,
    @Nullable LastCommand lastCommand,
    List<String> silencedBy,
    List<String> inhibitedBy)
    implements Event {

  /** The states of an alert. */
  public enum State {
    INACTIVE,
    PENDING,
    FIRING,
    RECOVERING,
    RESOLVED,
    UNKNOWN,
    FLAPPING
  }

  /**
   * The last command on the application that an alert is about.
   *
   * @param commandId its id
   * @param verb in one word
   * @param by whose
   * @param reason why
   * @param at when it was accepted
   * @param verdict how it ended; null while it runs
   * @param image what it deployed
   */
  public record LastCommand(
      String commandId,
      String verb,
      String by,
      @Nullable String reason,
      Instant at,
      @Nullable Verdict verdict,
      @Nullable String image) {
    public LastCommand {
      Check.that()
          .text("commandId", commandId, 200)
          .present("verb", verb)
          .present("by", by)
          .present("at", at)
          .orThrow();
    }
  }

  public AlertTransition {
    Check.that()
        .text("fingerprint", fingerprint, 64)
        .atLeast("sequence", sequence, 1)
        .present("from", from)
        .present("to", to)
        .text("cause", cause, 200)
        .present("severity", severity)
        .text("ruleId", ruleId, 100)
        .present("occurredAt", occurredAt)
        .present("observedAt", observedAt)
        .present("evaluatedAt", evaluatedAt)
        .orThrow();
    labels = Check.mapOrEmpty(labels);
    annotations = Check.mapOrEmpty(annotations);
    silencedBy = Check.listOrEmpty(silencedBy);
    inhibitedBy = Check.listOrEmpty(inhibitedBy);
  }

  /** The label {@code alertname}. */
  public String alertName() {
    return labels.getOrDefault("alertname", ruleId);
  }

  @Override
  public String key() {
    return fingerprint;
  }
}
