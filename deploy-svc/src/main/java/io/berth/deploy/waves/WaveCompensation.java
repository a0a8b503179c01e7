/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.fleet.FleetView;
import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.events.command.CommandMeta;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Watches commands in waves whose other clusters may still fail, and rolls this one back where the
 * policy asks for it.
 */
final class WaveCompensation {

  /** How long after the deadline a verdict may still arrive. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final String cluster;
  private final FleetView fleetView;
  private final CompensatingRollback rollback;
  private final MonotonicClock clock;
  private final Map<String, ReceivedCommand> watched = new ConcurrentHashMap<>();

  WaveCompensation(
      String cluster, FleetView fleetView, CompensatingRollback rollback, MonotonicClock clock) {
    this.cluster = cluster;
    this.fleetView = fleetView;
    this.rollback = rollback;
    this.clock = clock;
  }

  void watch(ReceivedCommand received) {
    watched.put(received.id(), received);
  }

  void releaseLost(Predicate<ReceivedCommand> isOwned) {
    watched.values().removeIf(received -> !isOwned.test(received));
  }

  /**
   * @param submit runs a task in order with the application's commands
   */
  void reevaluate(BiConsumer<ReceivedCommand, Runnable> submit) {
    for (ReceivedCommand received : List.copyOf(watched.values())) {
      if (clock.asOf(received.id()).isAfter(received.deadline().plus(GRACE))) {
        watched.remove(received.id());
      } else if (decide(received) instanceof CompensationDecision.RollBack rollBack) {
        submit.accept(received, () -> rollBack(received, rollBack));
      }
    }
  }

  private void rollBack(ReceivedCommand received, CompensationDecision.RollBack rollBack) {
    rollback.rollBack(received, rollBack);
    watched.remove(received.id());
  }

  private CompensationDecision decide(ReceivedCommand received) {
    FleetState fleet = fleetView.state(received.id(), received.command().subject());
    FleetState.ClusterVerdict own = fleet.verdicts().get(cluster);
    CommandMeta meta = received.command().meta();
    if (own == null || own.verdict() != Verdict.SUCCEEDED) {
      return new CompensationDecision.Undecided();
    }
    Set<String> targets = targets(meta, fleet);
    return received.command().skipsClustersWithoutApp()
        ? CompensationDecision.skippingClustersWithoutApp(
            meta.partialFailure(), targets, fleet.verdicts())
        : CompensationDecision.of(meta.partialFailure(), targets, fleet.verdicts());
  }

  private static Set<String> targets(CommandMeta meta, FleetState fleet) {
    Set<String> targets = new TreeSet<>(meta.clusters());
    if (targets.isEmpty()) {
      targets.addAll(fleet.verdicts().keySet());
      WavePlan.of(meta).ifPresent(plan -> plan.waves().forEach(targets::addAll));
    }
    return targets;
  }
}
