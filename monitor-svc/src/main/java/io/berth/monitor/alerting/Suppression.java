/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.Silence;
import io.berth.monitor.alerting.conditions.ConditionResult;
import io.berth.monitor.alerting.conditions.ConditionStatus;
import io.berth.monitor.observation.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Suppresses the notifications of an alert that a silence matches or that a lost node explains. Its
 * transitions are recorded all the same.
 */
final class Suppression {

  private Suppression() {}

  static AlertState update(
      AlertState alert,
      ConditionResult result,
      Collection<Silence> silences,
      Subject subject,
      Instant asOf) {
    List<String> matching =
        silences.stream()
            .filter(silence -> isActive(silence, asOf) && matches(silence, alert.labels()))
            .map(Silence::id)
            .sorted()
            .toList();
    List<String> inhibitors =
        result.status() == ConditionStatus.STALE
            ? alert.notification().inhibitedBy()
            : result.lostNodes().stream()
                .map(node -> AlertLabels.nodeNotReady(subject.cluster(), node))
                .sorted()
                .toList();
    return alert.withSuppression(matching, inhibitors);
  }

  /** The cause of the transition between two suppressions; null where they are equal. */
  static @Nullable String cause(AlertState before, AlertState after) {
    List<String> silences = after.notification().silencedBy();
    if (!before.notification().silencedBy().equals(silences)) {
      return silences.isEmpty() ? "silence-ended" : "silenced";
    }
    List<String> inhibitors = after.notification().inhibitedBy();
    if (!before.notification().inhibitedBy().equals(inhibitors)) {
      return inhibitors.isEmpty() ? "inhibition-ended" : "inhibited";
    }
    return null;
  }

  private static boolean isActive(Silence silence, Instant asOf) {
    return !asOf.isBefore(silence.startsAt()) && asOf.isBefore(silence.endsAt());
  }

  private static boolean matches(Silence silence, Map<String, String> labels) {
    return silence.matchers().entrySet().stream()
        .allMatch(matcher -> matcher.getValue().equals(labels.get(matcher.getKey())));
  }
}
