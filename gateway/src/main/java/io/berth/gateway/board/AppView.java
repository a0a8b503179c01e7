/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.board;

import io.berth.events.alert.AlertTransition;
import io.berth.events.operation.AppState;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.gateway.operations.StoryView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application in all of its clusters.
 *
 * @param namespace its namespace
 * @param name its name
 * @param clusters where it is, in the order of the clusters' names
 * @param policy how it is scaled; null where nobody said
 * @param lastOperation the last command on it; null where it is not known
 */
public record AppView(
    String namespace,
    String name,
    List<InCluster> clusters,
    @Nullable ScalingPolicy policy,
    @Nullable StoryView lastOperation) {

  /**
   * An application in one cluster.
   *
   * @param cluster its name
   * @param state what it is there
   * @param decision the last word on its scaling; null before there was one
   * @param alerts those that are firing there
   */
  public record InCluster(
      String cluster,
      AppState state,
      @Nullable ScalingDecision decision,
      List<AlertTransition> alerts) {

    static InCluster of(AppState state, Decisions decisions, List<AlertTransition> alerts) {
      return new InCluster(
          state.app().cluster(),
          state,
          decisions.latest(state.app()).orElse(null),
          Alerts.firingOn(state.app(), alerts));
    }
  }
}
