/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.events.operation.Diagnosis.Cause;
import java.time.Duration;

/**
 * How long a fault may last before it is the verdict. What cannot heal by itself is told quickly;
 * what a busy cluster or a slow application gets over by itself is given time, up to the deadline.
 *
 * @param certain for a missing image, a wrong name, a missing Secret
 * @param crash for a container that ends or fails its probe again and again
 * @param place for pods that find no node or no room in the quota
 * @param unready for pods that run and do not become ready
 */
public record Patience(Duration certain, Duration crash, Duration place, Duration unready) {

  public static Patience standard() {
    return new Patience(
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofMinutes(3));
  }

  public Duration with(Cause cause) {
    return switch (cause) {
      case IMAGE_NOT_FOUND,
          IMAGE_NAME_INVALID,
          CONFIG_ERROR,
          COMMAND_NOT_FOUND,
          LIMIT_RANGE_REFUSED,
          ADMISSION_REFUSED,
          SECRET_MISSING ->
          certain;
      case CONTAINER_CRASHED,
          OUT_OF_MEMORY,
          IMAGE_ACCESS_DENIED,
          CONFIG_MAP_MISSING,
          QUOTA_EXCEEDED,
          LIVENESS_PROBE_FAILING ->
          crash;
      case UNSCHEDULABLE, REGISTRY_UNREACHABLE, VOLUME_NOT_MOUNTED, POD_EVICTED -> place;
      case READINESS_PROBE_FAILING,
          STARTUP_PROBE_FAILING,
          WRONG_PORT,
          NODE_LOST,
          STUCK_TERMINATING,
          SLOW_START,
          CLUSTER_UNREACHABLE,
          WAVE_STOPPED,
          CRITICAL_ALERT,
          NOT_PROMOTED,
          UNKNOWN ->
          unready;
    };
  }

  /** Whether the fault can be the verdict before the deadline at all. */
  boolean canConclude(Cause cause) {
    return switch (cause) {
      case SLOW_START, NODE_LOST, STUCK_TERMINATING, CLUSTER_UNREACHABLE, UNKNOWN -> false;
      default -> true;
    };
  }
}
