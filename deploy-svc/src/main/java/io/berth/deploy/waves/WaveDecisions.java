/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.fleet.FleetState;
import io.berth.deploy.fleet.FleetState.ClusterVerdict;
import io.berth.deploy.fleet.FleetView;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.MonotonicClock;
import java.util.HashMap;
import java.util.Map;

/** Whether a command's wave may start, by the current state of the topics. */
final class WaveDecisions {

  private final String cluster;
  private final OperationLog operations;
  private final FleetView fleetView;
  private final MonotonicClock clock;

  WaveDecisions(
      String cluster, OperationLog operations, FleetView fleetView, MonotonicClock clock) {
    this.cluster = cluster;
    this.operations = operations;
    this.fleetView = fleetView;
    this.clock = clock;
  }

  /** A command that was applied has started. */
  WaveDecision decide(ReceivedCommand received) {
    return WavePlan.of(received.command().meta())
        .filter(plan -> !plan.isFirst(cluster) && !operations.isApplied(received.id()))
        .map(plan -> evaluate(plan, received))
        .orElseGet(WaveDecision.Proceed::new);
  }

  private WaveDecision evaluate(WavePlan plan, ReceivedCommand received) {
    FleetState fleet = fleetView.state(received.id(), received.command().subject());
    boolean skips = received.command().skipsClustersWithoutApp();
    return new WaveDecider(plan, received.issuedAt(), received.deadline(), skips)
        .decide(cluster, withoutSelfSupersede(received.id(), fleet), clock.asOf(received.id()));
  }

  /** A command does not supersede itself, whatever a cluster published of a redelivered one. */
  static FleetState withoutSelfSupersede(String commandId, FleetState fleet) {
    Map<String, ClusterVerdict> verdicts = new HashMap<>(fleet.verdicts());
    verdicts.replaceAll(
        (_, verdict) ->
            commandId.equals(verdict.supersededBy())
                ? new ClusterVerdict(verdict.verdict(), verdict.at(), verdict.summary(), null)
                : verdict);
    return new FleetState(verdicts, fleet.alerts());
  }
}
