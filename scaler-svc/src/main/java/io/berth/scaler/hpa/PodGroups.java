/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.metrics.PodSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The pods of an application, grouped by how they count for one metric.
 *
 * @param ready whose samples count
 * @param unready whose samples are ignored
 * @param missing without a sample
 * @param ignored being deleted or terminated
 */
record PodGroups(Set<String> ready, Set<String> unready, Set<String> missing, Set<String> ignored) {

  /** Which readiness a metric requires of pods. */
  enum Readiness {
    /** None: memory and custom metrics are also valid for pods that are not ready. */
    ANY,
    /** CPU: the usage during a pod's start does not reflect the load. */
    STARTED,
    /** CPU during a roll-out: only pods past their initialization period. */
    SETTLED
  }

  /**
   * The time of the measurement.
   *
   * @param at end of the window
   * @param window over which CPU was averaged
   */
  record MeasurementTime(Instant at, Duration window) {}

  /** Groups pods; the checks are in the order of the HPA. */
  static PodGroups of(
      Collection<PodSample> pods,
      Set<String> measured,
      Readiness readiness,
      PodReadinessRules rules,
      MeasurementTime moment) {
    PodGroups groups =
        new PodGroups(
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>());
    for (PodSample pod : pods) {
      groups.groupOf(pod, measured, readiness, rules, moment).add(pod.name());
    }
    return groups;
  }

  /** Whether a pod is being deleted or terminated. */
  static boolean isIgnored(PodSample pod) {
    return pod.deleting() || pod.phase().equals("Failed") || pod.phase().equals("Succeeded");
  }

  /** The number of pods that are not ignored. */
  int present() {
    return ready.size() + unready.size() + missing.size();
  }

  private Set<String> groupOf(
      PodSample pod,
      Set<String> measured,
      Readiness readiness,
      PodReadinessRules rules,
      MeasurementTime moment) {
    if (isIgnored(pod)) {
      return ignored;
    }
    if (pod.phase().equals("Pending")) {
      return unready;
    }
    if (!measured.contains(pod.name())) {
      return missing;
    }
    return switch (readiness) {
      case ANY -> ready;
      case STARTED -> hasStarted(pod, rules, moment) ? ready : unready;
      case SETTLED -> isSettled(pod, rules, moment) ? ready : unready;
    };
  }

  private static boolean isSettled(PodSample pod, PodReadinessRules rules, MeasurementTime moment) {
    return hasStarted(pod, rules, moment)
        && pod.startedAt() != null
        && hasPassed(rules.cpuInitialization(), pod.startedAt(), moment.at());
  }

  private static boolean hasStarted(
      PodSample pod, PodReadinessRules rules, MeasurementTime moment) {
    if (pod.ready() == null || pod.startedAt() == null || pod.measuredAt() == null) {
      return false;
    }
    Instant since = pod.readySince() == null ? pod.startedAt() : pod.readySince();
    if (!hasPassed(rules.cpuInitialization(), pod.startedAt(), moment.at())) {
      return pod.ready() && hasPassed(moment.window(), since, pod.measuredAt());
    }
    // Not ready now but was before: its load is real.
    return pod.ready() || hasPassed(rules.readinessDelay(), pod.startedAt(), since);
  }

  /** Compares the difference of the times, because time plus duration may overflow. */
  private static boolean hasPassed(Duration duration, Instant from, Instant to) {
    return Duration.between(from, to).compareTo(duration) >= 0;
  }
}
