/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.monitor.observation.ContainerUsage;
import io.berth.monitor.observation.Observation.UsageObserved;

/** Converts samples to observations. */
public final class UsageObservations {

  private UsageObservations() {}

  /** Only running pods that are not being deleted: others have no usage. */
  public static UsageObserved of(ResourceSample sample) {
    return new UsageObserved(
        sample.sampledAt(),
        sample.pods().stream()
            .filter(pod -> !pod.deleting() && "Running".equals(pod.phase()))
            .flatMap(pod -> pod.containers().stream().map(container -> usage(pod, container)))
            .toList());
  }

  private static ContainerUsage usage(PodSample pod, PodSample.ContainerSample container) {
    return new ContainerUsage(
        container.name(),
        pod.name(),
        container.cpuMillis(),
        container.cpuLimitMillis(),
        container.memoryBytes(),
        container.memoryLimitBytes());
  }
}
