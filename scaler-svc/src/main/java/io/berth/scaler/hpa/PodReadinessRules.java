/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import java.time.Duration;

/**
 * When a pod's samples count.
 *
 * @param cpuInitialization period after a pod's start in which its CPU counts only if the whole
 *     measurement window is after it became ready
 * @param readinessDelay period after a pod's start in which an unready pod counts as never ready
 * @param staleAfter samples older than this are missing; the HPA leaves that to metrics-server
 */
public record PodReadinessRules(
    Duration cpuInitialization, Duration readinessDelay, Duration staleAfter) {

  /** The HPA's defaults. */
  public static final PodReadinessRules STANDARD =
      new PodReadinessRules(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(3));
}
