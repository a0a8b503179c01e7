/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.view;

import io.berth.events.alert.AlertTransition;
import io.berth.events.operation.AppState;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.gateway.operations.CommandStatusView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application in all of its clusters.
 *
 * @param namespace its namespace
 * @param name its name
 * @param clusters its state per cluster, ordered by the cluster's name
 * @param policy its scaling policy; null if there is none
 * @param lastOperation the last command on it; null if none is known
 */
public record AppView(
    String namespace,
    String name,
    List<AppInCluster> clusters,
    @Nullable ScalingPolicy policy,
    @Nullable CommandStatusView lastOperation) {

  /**
   * An application in one cluster.
   *
   * @param cluster the cluster's name
   * @param state its state there
   * @param decision the latest scaling decision; null if there is none
   * @param alerts the alerts that are firing on it there
   */
  public record AppInCluster(
      String cluster,
      AppState state,
      @Nullable ScalingDecision decision,
      List<AlertTransition> alerts) {

    static AppInCluster of(
        AppState state, ScalingDecisionHistory decisions, List<AlertTransition> alerts) {
      return new AppInCluster(
          state.app().cluster(),
          state,
          decisions.latest(state.app()).orElse(null),
          FiringAlerts.firingOn(state.app(), alerts));
    }
  }
}
