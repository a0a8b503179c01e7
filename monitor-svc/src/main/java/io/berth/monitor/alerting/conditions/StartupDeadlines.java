/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.PodSnapshot;
import io.berth.monitor.observation.RolloutSnapshot;
import io.berth.monitor.startup.Availability;
import io.berth.monitor.startup.DeploymentStart;
import io.berth.monitor.startup.PodStart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether pods and Deployments are still within the time allowed for their start. */
final class StartupDeadlines {

  private StartupDeadlines() {}

  /** Whether a pod was never ready, and its probes and its roll-out's deadline still allow that. */
  static boolean isWithinDeadline(SubjectObservations seen, PodSnapshot pod, Instant asOf) {
    PodStart start = pod.start();
    return start != null
        && pod.neverReady()
        && seen.startup().withinBudget(pod.name(), start, progressDeadline(seen), asOf);
  }

  /**
   * Whether a Deployment without an available replica exceeded its time: Kubernetes reports
   * ProgressDeadlineExceeded, the deadline has passed by our clock, or every pod used up the time
   * that its probes allow. A ready pod becomes available after {@code minReadySeconds} by itself.
   */
  static boolean isOverdue(SubjectObservations seen, Instant asOf) {
    WorkloadObserved workload = seen.workload();
    RolloutSnapshot rollout = workload == null ? null : workload.rollout();
    Availability known = seen.startup().availability();
    if (rollout == null || known == null) {
      return false;
    }
    if (rollout.deadlineExceeded() && rollout.current()) {
      return true;
    }
    List<PodSnapshot> pods = ContainerQueries.pods(seen);
    if (pods.stream().anyMatch(pod -> Boolean.TRUE.equals(pod.ready()))) {
      return false;
    }
    boolean late = !asOf.isBefore(known.since().plus(progressDeadline(seen)));
    List<PodSnapshot> starting = pods.stream().filter(PodSnapshot::neverReady).toList();
    return late
        || (!starting.isEmpty()
            && starting.stream().noneMatch(pod -> isWithinDeadline(seen, pod, asOf)));
  }

  private static Duration progressDeadline(SubjectObservations seen) {
    DeploymentStart start = start(seen);
    return start == null ? DeploymentStart.DEFAULT_PROGRESS_DEADLINE : start.progressDeadline();
  }

  private static @Nullable DeploymentStart start(SubjectObservations seen) {
    WorkloadObserved workload = seen.workload();
    RolloutSnapshot rollout = workload == null ? null : workload.rollout();
    return rollout == null ? null : rollout.start();
  }
}
