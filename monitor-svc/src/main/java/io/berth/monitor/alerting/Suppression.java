/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.Silence;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why an alert is not told: a silence matches, or a lost node explains it. It moves and is written
 * down all the same.
 */
final class Suppression {

  private Suppression() {}

  static AlertState flag(
      AlertState alert,
      Finding finding,
      Collection<Silence> silences,
      Subject subject,
      Instant asOf) {
    List<String> matching =
        silences.stream()
            .filter(silence -> inForce(silence, asOf) && matches(silence, alert.labels()))
            .map(Silence::id)
            .sorted()
            .toList();
    List<String> inhibitors =
        finding.signal() == Signal.STALE
            ? alert.inhibitedBy()
            : finding.lostNodes().stream()
                .map(node -> Labels.nodeNotReady(subject.cluster(), node))
                .sorted()
                .toList();
    return alert.change().suppressed(matching, inhibitors).done();
  }

  /** What changed, in a word; null where nothing did. */
  static @Nullable String change(AlertState before, AlertState after) {
    if (!before.silencedBy().equals(after.silencedBy())) {
      return after.silencedBy().isEmpty() ? "silence-ended" : "silenced";
    }
    if (!before.inhibitedBy().equals(after.inhibitedBy())) {
      return after.inhibitedBy().isEmpty() ? "inhibition-ended" : "inhibited";
    }
    return null;
  }

  private static boolean inForce(Silence silence, Instant asOf) {
    return !asOf.isBefore(silence.startsAt()) && asOf.isBefore(silence.endsAt());
  }

  private static boolean matches(Silence silence, Map<String, String> labels) {
    return silence.matchers().entrySet().stream()
        .allMatch(matcher -> matcher.getValue().equals(labels.get(matcher.getKey())));
  }
}
