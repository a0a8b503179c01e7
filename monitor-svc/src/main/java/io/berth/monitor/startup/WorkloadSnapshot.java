/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.startup;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a workload's observation that concerns its start.
 *
 * @param deployment null for other owners
 * @param wanted replicas
 * @param available replicas
 * @param rolloutRunning whether a roll-out is under way
 * @param readinessLost whether a pod was ready before and is not now
 * @param neverReady pods that were never ready, by name
 * @param observedAt by Berth's clock
 * @param serverTime lower bound of the API server's clock at that time; null where unknown
 */
public record WorkloadSnapshot(
    @Nullable DeploymentStart deployment,
    int wanted,
    int available,
    boolean rolloutRunning,
    boolean readinessLost,
    Map<String, PodStart> neverReady,
    Instant observedAt,
    @Nullable Instant serverTime) {

  public WorkloadSnapshot {
    neverReady = Map.copyOf(neverReady);
  }

  /**
   * Converts a timestamp of the API server to Berth's clock: its age is measured by the API
   * server's clock. Timestamps in the future count as now.
   */
  Instant toLocalTime(@Nullable Instant remote) {
    if (remote == null || serverTime == null || remote.isAfter(serverTime)) {
      return observedAt;
    }
    return observedAt.minus(Duration.between(remote, serverTime));
  }

  /** When the current start began, by the objects' timestamps. */
  Instant startupBeganAt() {
    Collection<PodStart> pods = neverReady.values();
    Instant since = deployment == null ? null : deployment.unavailableSince();
    return pods.stream()
        .map(PodStart::created)
        .filter(Objects::nonNull)
        .map(this::toLocalTime)
        .reduce(toLocalTime(since), (one, other) -> one.isAfter(other) ? one : other);
  }
}
