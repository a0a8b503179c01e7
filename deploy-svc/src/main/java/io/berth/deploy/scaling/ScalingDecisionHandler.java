/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.scaling;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.RecordPosition;
import io.berth.events.AppRef;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingPolicy;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies scaling decisions of this cluster. */
public final class ScalingDecisionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ScalingDecisionHandler.class);

  private final String clusterName;
  private final Cluster cluster;
  private final Function<AppRef, Optional<ScalingPolicy>> policies;
  private final InstantSource clock;

  /**
   * @param policies the policy of an application, in whatever mode
   */
  public ScalingDecisionHandler(
      String clusterName,
      Cluster cluster,
      Function<AppRef, Optional<ScalingPolicy>> policies,
      InstantSource clock) {
    this.clusterName = clusterName;
    this.cluster = cluster;
    this.policies = policies;
    this.clock = clock;
  }

  /** Whether a decision is relevant for this cluster. */
  public boolean isRelevant(ScalingDecision decision) {
    return decision.app().cluster().equals(clusterName)
        && decision.mode() == ScalingPolicy.Mode.ACTIVE
        && decision.action() != Action.NONE;
  }

  /**
   * @throws ClusterUnavailableException where the API server is away: try again
   */
  public void handle(ScalingDecision decision, RecordPosition position) {
    ObservedApp live = cluster.observe(decision.app().app()).orElse(null);
    Optional<String> reason =
        ScalingDecisionGuard.rejection(
            decision, position, live, policies.apply(decision.app().app()), clock.instant());
    if (reason.isPresent()) {
      LOG.info(
          "Scaling decision {} for {} in {} dropped: {}",
          decision.decisionId(),
          decision.app().app(),
          clusterName,
          reason.get());
      return;
    }
    try {
      cluster.scale(decision.app().app(), decision.desiredReplicas(), position.toString());
    } catch (StaleWriteException e) {
      LOG.info(
          "Scaling decision {} for {} in {} dropped: {}",
          decision.decisionId(),
          decision.app().app(),
          clusterName,
          e.getMessage());
      return;
    }
    LOG.info(
        "Scaling decision {} for {} in {} applied, {} to {} replicas: {}",
        decision.decisionId(),
        decision.app().app(),
        clusterName,
        decision.currentReplicas(),
        decision.desiredReplicas(),
        decision.explanation());
  }
}
