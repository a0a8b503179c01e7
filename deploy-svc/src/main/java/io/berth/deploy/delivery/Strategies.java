/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Stage;
import io.berth.events.command.RolloutStrategy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The strategies of the releases that come up; what a release asked for does not change. */
final class Strategies {

  private static final Logger LOG = LoggerFactory.getLogger(Strategies.class);
  private static final int MOST = 1000;

  private final Cluster cluster;
  private final Map<String, RolloutStrategy> known = new ConcurrentHashMap<>();

  Strategies(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Null while the cluster cannot be asked. */
  @Nullable RolloutStrategy of(LiveApp live, Stage stage) {
    String key = live.origin().commandId() + "/" + stage.release();
    RolloutStrategy strategy = known.get(key);
    return strategy == null ? ask(live, stage, key) : strategy;
  }

  private @Nullable RolloutStrategy ask(LiveApp live, Stage stage, String key) {
    try {
      RolloutStrategy strategy =
          cluster
              .situation(live.app())
              .releases()
              .number(stage.release())
              .map(release -> release.spec().strategy())
              .orElse(null);
      if (strategy != null) {
        if (known.size() >= MOST) {
          known.clear();
        }
        known.put(key, strategy);
      }
      return strategy;
    } catch (ClusterAway e) {
      LOG.warn("The steps of {} wait, its cluster is away: {}", live.app(), e.getMessage());
      return null;
    }
  }
}
