/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.startup;

import io.berth.monitor.startup.Availability.AvailabilityPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a workload's start. Stored, so that another instance does not take an old start for
 * a new one; a start that was not observed from its beginning is dated by the objects' timestamps.
 *
 * @param availability of its Deployment; null for other owners
 * @param pods pods that were never ready, by name, with the time of their creation by Berth's clock
 */
public record StartupState(@Nullable Availability availability, Map<String, Instant> pods) {

  /** Before the first observation. */
  public static final StartupState INITIAL = new StartupState(null, Map.of());

  public StartupState {
    pods = Map.copyOf(pods);
  }

  /** The state after another observation. */
  public StartupState after(WorkloadSnapshot now) {
    Map<String, Instant> starting = new TreeMap<>();
    now.neverReady()
        .forEach(
            (name, start) -> {
              Instant known = pods.get(name);
              starting.put(name, known == null ? now.toLocalTime(start.created()) : known);
            });
    return new StartupState(Availability.after(availability, now), starting);
  }

  /** Whether a start is in progress, which may time out. */
  public boolean inProgress() {
    return !pods.isEmpty()
        || (availability != null && availability.phase() == AvailabilityPhase.STARTING);
  }

  /**
   * Whether a pod that was never ready is still within its startup budget.
   *
   * @param progressDeadline of its roll-out
   */
  public boolean withinBudget(String pod, PodStart start, Duration progressDeadline, Instant asOf) {
    Instant since = pods.get(pod);
    return since != null && asOf.isBefore(since.plus(start.budget(progressDeadline)));
  }
}
