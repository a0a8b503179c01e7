/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.release.Release.ReleaseOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records on a release how its roll-out ended. */
final class ReleaseOutcomeRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseOutcomeRecorder.class);

  private final String clusterName;
  private final Cluster cluster;

  ReleaseOutcomeRecorder(String clusterName, Cluster cluster) {
    this.clusterName = clusterName;
    this.cluster = cluster;
  }

  /** A failure to record does not delay the verdict. */
  void record(Rollout rollout, ReleaseOutcome outcome) {
    if (!rollout.createsRelease()) {
      return;
    }
    try {
      cluster.recordOutcome(rollout.app(), rollout.release(), outcome);
    } catch (ClusterUnavailableException | ClusterRejectedException e) {
      LOG.warn(
          "Command {} ({}) for {} in {}: the outcome {} of release {} is not recorded: {}",
          rollout.command().commandId(),
          rollout.command().verb(),
          rollout.app(),
          clusterName,
          outcome,
          rollout.release(),
          e.getMessage());
    }
  }
}
