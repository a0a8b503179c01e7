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
 * The pods of an application by how they count for one metric, each in one group.
 *
 * @param ready their figures count
 * @param unready their figures are set aside
 * @param missing without a figure
 * @param ignored going or gone
 */
public record PodGroups(
    Set<String> ready, Set<String> unready, Set<String> missing, Set<String> ignored) {

  /** Which pods' readiness is looked at. */
  public enum Readiness {
    /** None's: memory and custom metrics are as true in a pod that is not ready. */
    ANY,
    /** CPU: what a pod burns while it starts says nothing about the load. */
    STARTED,
    /** CPU during a roll-out: only pods whose start lies behind them. */
    SETTLED
  }

  /**
   * The moment of the measurement.
   *
   * @param at when
   * @param window over which CPU was averaged
   */
  public record Moment(Instant at, Duration window) {}

  /** Groups pods; the order of the questions is the HPA's. */
  public static PodGroups of(
      Collection<PodSample> pods,
      Set<String> measured,
      Readiness readiness,
      PodRules rules,
      Moment moment) {
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

  /** Whether a pod is going or gone. */
  public static boolean isIgnored(PodSample pod) {
    return pod.deleting() || pod.phase().equals("Failed") || pod.phase().equals("Succeeded");
  }

  /** Every pod that is neither going nor gone. */
  public int present() {
    return ready.size() + unready.size() + missing.size();
  }

  private Set<String> groupOf(
      PodSample pod, Set<String> measured, Readiness readiness, PodRules rules, Moment moment) {
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

  private static boolean isSettled(PodSample pod, PodRules rules, Moment moment) {
    return hasStarted(pod, rules, moment)
        && pod.startedAt() != null
        && !pod.startedAt().plus(rules.cpuInitialization()).isAfter(moment.at());
  }

  private static boolean hasStarted(PodSample pod, PodRules rules, Moment moment) {
    if (pod.ready() == null || pod.startedAt() == null || pod.measuredAt() == null) {
      return false;
    }
    Instant since = pod.readySince() == null ? pod.startedAt() : pod.readySince();
    if (pod.startedAt().plus(rules.cpuInitialization()).isAfter(moment.at())) {
      return pod.ready() && !pod.measuredAt().isBefore(since.plus(moment.window()));
    }
    // Not ready now, but was: its load is real.
    return pod.ready() || !pod.startedAt().plus(rules.readinessDelay()).isAfter(since);
  }
}
