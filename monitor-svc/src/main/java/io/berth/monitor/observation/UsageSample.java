/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sample of a container's CPU and memory usage.
 *
 * @param cpuMillis millicores; null before there are two counter values
 * @param memoryBytes working set; null where not measured
 * @param at time of the measurement, by the source's clock
 * @param window over which CPU was averaged
 * @param source of the measurement: {@link #KUBELET} or {@link #METRICS_API}
 */
public record UsageSample(
    @Nullable Long cpuMillis,
    @Nullable Long memoryBytes,
    Instant at,
    Duration window,
    String source) {

  public static final String KUBELET = "kubelet";
  public static final String METRICS_API = "metrics.k8s.io";
}
