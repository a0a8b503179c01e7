/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod as an alert needs it.
 *
 * @param name its name
 * @param phase Kubernetes' pod phase
 * @param node where it runs; null while it is not scheduled
 * @param nodeReady whether that node is ready; true where it is not scheduled
 * @param ready the condition Ready; null where there is none yet
 * @param readySince when that condition last changed
 * @param readyMessage what it says
 * @param unschedulable condition PodScheduled is False for Unschedulable
 * @param scheduledSince when that condition last changed
 * @param scheduledMessage what it says
 * @param containers its containers, init containers too
 */
public record PodSeen(
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
    List<ContainerSeen> containers) {

  public PodSeen {
    containers = List.copyOf(containers);
  }

  boolean onLostNode() {
    return !nodeReady;
  }
}
