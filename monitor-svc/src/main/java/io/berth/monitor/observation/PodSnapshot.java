/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.monitor.startup.PodStart;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pod, as far as alert conditions need it.
 *
 * @param name its name
 * @param phase Kubernetes' pod phase
 * @param node null while it is not scheduled
 * @param nodeReady whether that node is ready; true where it is not scheduled
 * @param ready the condition Ready; null where there is none yet
 * @param readySince when that condition last changed
 * @param readyMessage of that condition
 * @param unschedulable condition PodScheduled is False for Unschedulable
 * @param scheduledSince when that condition last changed
 * @param scheduledMessage of that condition
 * @param containers its containers, init containers too
 * @param start progress of its start; null in observations of versions that did not record it
 */
public record PodSnapshot(
    String name,
    String phase,
    @Nullable String node,
    boolean nodeReady,
    @Nullable Boolean ready,
    @Nullable Instant readySince,
    @Nullable String readyMessage,
    boolean unschedulable,
    @Nullable Instant scheduledSince,
    @Nullable String scheduledMessage,
    List<ContainerSnapshot> containers,
    @Nullable PodStart start) {

  public PodSnapshot {
    containers = List.copyOf(containers);
  }

  /** Whether it is pending or running and was never ready. */
  public boolean neverReady() {
    return start != null
        && ("Pending".equals(phase) || "Running".equals(phase))
        && !start.hasBeenReady(Boolean.TRUE.equals(ready), readySince);
  }

  /** Whether it was ready before and is not now. */
  public boolean readinessLost() {
    return start != null
        && "Running".equals(phase)
        && Boolean.FALSE.equals(ready)
        && start.hasBeenReady(false, readySince);
  }

  public boolean onLostNode() {
    return !nodeReady;
  }
}
