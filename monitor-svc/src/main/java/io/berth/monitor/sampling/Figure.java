/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a container used.
 *
 * @param cpuMillis millicores; null before there are two points
 * @param memoryBytes working set; null where it was not measured
 * @param at when it was measured, by the source's clock
 * @param window over which CPU was averaged
 * @param source who measured it: {@link #KUBELET} or {@link #METRICS_API}
 */
public record Figure(
    @Nullable Long cpuMillis,
    @Nullable Long memoryBytes,
    Instant at,
    Duration window,
    String source) {

  public static final String KUBELET = "kubelet";
  public static final String METRICS_API = "metrics.k8s.io";
}
