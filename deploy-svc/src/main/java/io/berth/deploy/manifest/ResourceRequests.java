/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.Tier;

/**
 * What a pod reserves, derived from its limits and the application's tier. CPU is overcommitted 1,
 * 2, 5 or 10 times, memory 1.5 times except for CRITICAL; rounded up, so that a request is never 0.
 *
 * @param cpuMillis millicores
 * @param memoryBytes bytes
 */
public record ResourceRequests(long cpuMillis, long memoryBytes) {

  public static ResourceRequests of(Tier tier, Limits limits) {
    long memory = limits.memoryBytes();
    return new ResourceRequests(
        Math.ceilDiv(limits.cpuMillis(), cpuFactor(tier)),
        tier == Tier.CRITICAL ? memory : Math.ceilDiv(memory * 2, 3L));
  }

  /** The least that a specification may ask for itself; the most is its limits. */
  public static ResourceRequests least(Tier tier, Limits limits) {
    return new ResourceRequests(
        Math.ceilDiv(limits.cpuMillis(), cpuFactor(tier)),
        Math.ceilDiv(limits.memoryBytes(), memoryFactor(tier)));
  }

  private static long memoryFactor(Tier tier) {
    return switch (tier) {
      case CRITICAL -> 1;
      case STANDARD -> 2;
      case LOW -> 3;
      case BACKOFFICE -> 4;
    };
  }

  private static long cpuFactor(Tier tier) {
    return switch (tier) {
      case CRITICAL -> 1;
      case STANDARD -> 2;
      case LOW -> 5;
      case BACKOFFICE -> 10;
    };
  }
}
