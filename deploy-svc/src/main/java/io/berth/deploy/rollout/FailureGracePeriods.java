/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.events.operation.Diagnosis.Cause;
import java.time.Duration;

/**
 * How long a fault may last before it fails the roll-out. Faults that cannot heal fail quickly;
 * those that a busy cluster or a slow application recovers from get more time, up to the deadline.
 *
 * @param fatal for a missing image, a wrong name, a missing Secret
 * @param crash for a container that ends or fails its probe again and again
 * @param unschedulable for pods that find no node, or that the cluster cannot admit yet
 * @param notReady for pods that run and do not become ready
 */
public record FailureGracePeriods(
    Duration fatal, Duration crash, Duration unschedulable, Duration notReady) {

  public static FailureGracePeriods standard() {
    return new FailureGracePeriods(
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofMinutes(3));
  }

  public Duration forCause(Cause cause) {
    return switch (cause) {
      case IMAGE_NOT_FOUND,
          IMAGE_NAME_INVALID,
          CONFIG_ERROR,
          COMMAND_NOT_FOUND,
          LIMIT_RANGE_REFUSED,
          ADMISSION_REFUSED,
          SECRET_MISSING ->
          fatal;
      case CONTAINER_CRASHED,
          OUT_OF_MEMORY,
          IMAGE_ACCESS_DENIED,
          CONFIG_MAP_MISSING,
          LIVENESS_PROBE_FAILING ->
          crash;
      case UNSCHEDULABLE,
          QUOTA_EXCEEDED,
          REGISTRY_UNREACHABLE,
          VOLUME_NOT_MOUNTED,
          POD_EVICTED,
          ADMISSION_NOT_READY ->
          unschedulable;
      case READINESS_PROBE_FAILING,
          STARTUP_PROBE_FAILING,
          WRONG_PORT,
          NODE_LOST,
          STUCK_TERMINATING,
          SLOW_START,
          CLUSTER_UNREACHABLE,
          DEADLINE_PASSED,
          WAVE_STOPPED,
          CRITICAL_ALERT,
          NOT_PROMOTED,
          DELETION_BLOCKED,
          ROLLOUT_PAUSED,
          SCALED_TO_ZERO,
          NOT_AVAILABLE,
          UNKNOWN ->
          notReady;
    };
  }

  /** Whether the fault can fail the roll-out before the deadline at all. */
  boolean canConclude(Cause cause) {
    return switch (cause) {
      case SLOW_START,
          NODE_LOST,
          STUCK_TERMINATING,
          CLUSTER_UNREACHABLE,
          DELETION_BLOCKED,
          DEADLINE_PASSED,
          ROLLOUT_PAUSED,
          SCALED_TO_ZERO,
          NOT_AVAILABLE,
          UNKNOWN ->
          false;
      default -> true;
    };
  }
}
