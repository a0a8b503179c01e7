/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import io.berth.deploy.planning.ObservedApp;

/**
 * The replica count that an application should have, and which field manager restores it. While a
 * scaling policy is active, the count of the release does not count: only the one that berth-scaler
 * set last.
 *
 * @param replicas the count
 * @param compared whether another count is a drift
 * @param restoredBy who sends it where the objects are applied again
 */
public record ReplicaOwnership(int replicas, boolean compared, RestoredBy restoredBy) {

  /** The field manager that sends the replica count. */
  public enum RestoredBy {
    DEPLOYER,
    SCALER,
    /** It stays as it is, and belongs to neither. */
    NOBODY
  }

  /**
   * @param scalingActive whether a scaling policy is in force for the application
   */
  public static ReplicaOwnership of(ObservedApp live, boolean scalingActive) {
    if (live.scaledByScaler()) {
      return new ReplicaOwnership(live.replicas(), false, RestoredBy.NOBODY);
    }
    Integer desired = live.desiredReplicas();
    if (desired != null && (!scalingActive || live.isStopped())) {
      return new ReplicaOwnership(desired, true, RestoredBy.DEPLOYER);
    }
    if (desired != null && live.desiredReplicasByScaler()) {
      return new ReplicaOwnership(desired, true, RestoredBy.SCALER);
    }
    // A field that its owner no longer sends falls back to its default.
    return new ReplicaOwnership(
        live.replicas(), false, live.scaledByDeployer() ? RestoredBy.DEPLOYER : RestoredBy.NOBODY);
  }
}
