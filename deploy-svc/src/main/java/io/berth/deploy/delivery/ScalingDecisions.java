/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Position;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingPolicy;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies scaling decisions of this cluster as they arrive. */
public final class ScalingDecisions {

  private static final Logger LOG = LoggerFactory.getLogger(ScalingDecisions.class);

  private final String clusterName;
  private final Cluster cluster;

  public ScalingDecisions(String clusterName, Cluster cluster) {
    this.clusterName = clusterName;
    this.cluster = cluster;
  }

  /** Whether a decision is one to look at here at all. */
  public boolean concerns(ScalingDecision decision) {
    return decision.app().cluster().equals(clusterName)
        && decision.mode() == ScalingPolicy.Mode.ACTIVE
        && decision.action() != Action.NONE;
  }

  /**
   * @throws ClusterAway where the API server is away: try again
   */
  public void handle(ScalingDecision decision, Position position) {
    LiveApp live = cluster.situation(decision.app().app()).live();
    Optional<String> reason = ScalingOrder.whyNot(decision, position, live);
    if (reason.isPresent()) {
      LOG.info(
          "Scaling decision {} for {} is dropped: {}",
          decision.decisionId(),
          decision.app(),
          reason.get());
      return;
    }
    try {
      cluster.scale(decision.app().app(), decision.desiredReplicas(), position.toString());
    } catch (Overtaken e) {
      LOG.info("Scaling decision {} is dropped: {}", decision.decisionId(), e.getMessage());
      return;
    }
    LOG.info(
        "{} scaled from {} to {} by decision {}: {}",
        decision.app(),
        decision.currentReplicas(),
        decision.desiredReplicas(),
        decision.decisionId(),
        decision.explanation());
  }
}
