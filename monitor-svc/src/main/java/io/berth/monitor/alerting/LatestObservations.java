/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.monitor.observation.ContainerHistory;
import io.berth.monitor.observation.Observation.NodeObserved;
import io.berth.monitor.observation.Observation.UsageObserved;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.startup.StartupState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last observations of a subject, and the history derived from earlier ones.
 *
 * @param workload where the subject owns pods
 * @param node where it is a node
 * @param usage CPU and memory of its containers
 * @param history of restarts and OOM kills
 * @param startup of its start
 */
public record LatestObservations(
    @Nullable WorkloadObserved workload,
    @Nullable NodeObserved node,
    @Nullable UsageObserved usage,
    ContainerHistory history,
    StartupState startup) {

  static final LatestObservations NONE =
      new LatestObservations(null, null, null, ContainerHistory.EMPTY, StartupState.INITIAL);

  public LatestObservations {
    // States written by versions before 'startup' existed do not have it.
    startup = Objects.requireNonNullElse(startup, StartupState.INITIAL);
  }

  LatestObservations with(WorkloadObserved now) {
    return new LatestObservations(
        now, node, usage, history.after(workload, now), startup.after(now.startupSnapshot()));
  }

  LatestObservations with(NodeObserved now) {
    return new LatestObservations(workload, now, usage, history, startup);
  }

  LatestObservations with(UsageObserved now) {
    return new LatestObservations(workload, node, now, history, startup);
  }
}
