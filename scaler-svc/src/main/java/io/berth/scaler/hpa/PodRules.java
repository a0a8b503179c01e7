/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import java.time.Duration;

/**
 * When a pod's figures count.
 *
 * @param cpuInitialization after a pod's start, how long its CPU counts only once a whole
 *     measurement lies after it became ready
 * @param readinessDelay how long after its start a pod that is not ready passes as "was never
 *     ready"
 * @param staleAfter figures older than this are missing; the HPA leaves that to its metrics server
 */
public record PodRules(Duration cpuInitialization, Duration readinessDelay, Duration staleAfter) {

  /** The HPA's defaults. */
  public static final PodRules STANDARD =
      new PodRules(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(3));
}
