/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.Tier;

/**
 * What a pod reserves, derived from its limits and the tier of its application. CPU is
 * overcommitted 1, 2, 5 or 10 times, memory 1.5 times but for CRITICAL; rounded up, so that a
 * request is never 0.
 *
 * @param cpuMillis millicores
 * @param memoryBytes bytes
 */
public record Requests(long cpuMillis, long memoryBytes) {

  public static Requests of(Tier tier, Limits limits) {
    long memory = limits.memoryBytes();
    return new Requests(
        Math.ceilDiv(limits.cpuMillis(), cpuFactor(tier)),
        tier == Tier.CRITICAL ? memory : Math.ceilDiv(memory * 2, 3L));
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
