/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ObservedApp.RolloutStage;
import io.berth.events.command.RolloutStrategy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The strategies of releases in progress, cached: a release's strategy does not change. */
final class RolloutStrategies {

  private static final Logger LOG = LoggerFactory.getLogger(RolloutStrategies.class);
  private static final int MAX_ENTRIES = 1000;

  private final String clusterName;
  private final Cluster cluster;
  private final Map<String, RolloutStrategy> known = new ConcurrentHashMap<>();

  RolloutStrategies(String clusterName, Cluster cluster) {
    this.clusterName = clusterName;
    this.cluster = cluster;
  }

  /** Null while the cluster is unavailable. */
  @Nullable RolloutStrategy of(ObservedApp live, RolloutStage stage) {
    String key = live.lastCommand().commandId() + "/" + stage.release();
    RolloutStrategy strategy = known.get(key);
    return strategy == null ? fetch(live, stage, key) : strategy;
  }

  private @Nullable RolloutStrategy fetch(ObservedApp live, RolloutStage stage, String key) {
    try {
      RolloutStrategy strategy =
          cluster
              .snapshot(live.app())
              .releases()
              .number(stage.release())
              .map(release -> release.spec().strategy())
              .orElse(null);
      if (strategy != null) {
        if (known.size() >= MAX_ENTRIES) {
          known.clear();
        }
        known.put(key, strategy);
      }
      return strategy;
    } catch (ClusterUnavailableException e) {
      LOG.warn(
          "Command {} ({}) for {} in {}: the next roll-out step is delayed, the API server did not return its release: {}",
          live.lastCommand().commandId(),
          live.lastCommand().verb(),
          live.app(),
          clusterName,
          e.getMessage());
      return null;
    }
  }
}
