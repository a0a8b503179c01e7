/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.rollout.Rollout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes on a release how its roll-out ended. */
final class ReleaseNotes {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseNotes.class);

  private final Cluster cluster;

  ReleaseNotes(Cluster cluster) {
    this.cluster = cluster;
  }

  /** A verdict is not held up by a note that could not be left. */
  void leave(Rollout rollout, Outcome outcome) {
    if (!rollout.bringsRelease()) {
      return;
    }
    try {
      cluster.remember(rollout.app(), rollout.release(), outcome);
    } catch (ClusterAway | ClusterRefused e) {
      LOG.warn(
          "Release {} of {} could not be marked {}: {}",
          rollout.release(),
          rollout.app(),
          outcome,
          e.getMessage());
    }
  }
}
