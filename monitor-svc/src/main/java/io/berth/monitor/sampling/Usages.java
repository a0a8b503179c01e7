/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.monitor.alerting.ContainerUsage;
import io.berth.monitor.alerting.Observation.UsageSeen;

/** A sample as the evaluator sees it. */
public final class Usages {

  private Usages() {}

  /** Pods that run and are not being deleted; only of those can figures be wanted. */
  public static UsageSeen of(ResourceSample sample) {
    return new UsageSeen(
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
