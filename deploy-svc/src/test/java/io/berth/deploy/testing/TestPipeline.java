/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.deploy.commands.CommandFactsReader;
import io.berth.deploy.commands.CommandHandler;
import io.berth.deploy.fleet.FleetView;
import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.SilentAppStatePublisher;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.registry.UnpinnedImageResolver;
import io.berth.deploy.release.ImageResolver;
import io.berth.deploy.removal.RemovalReconciler;
import io.berth.deploy.rollout.AutoRollback;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.rollout.RolloutReconciler;
import io.berth.deploy.rollout.RolloutRecovery;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.deploy.rollout.StagedRolloutController;
import io.berth.deploy.waves.CompensatingRollback;
import io.berth.deploy.waves.WaveController;
import java.util.List;
import java.util.Map;

/** What one instance does with commands, without Kafka and without threads. */
public final class TestPipeline {

  /** No other cluster has anything to report. */
  public static final FleetView ALONE = (_, _) -> new FleetState(Map.of(), List.of());

  private static final ImageResolver UNRESOLVED = new UnpinnedImageResolver();

  private final PendingCommands pending;
  private final RolloutTracker tracker;
  private final RolloutReconciler reconciler;
  private final RemovalReconciler removals;
  private final RolloutRecovery recovery;
  private final WaveController waves;
  private final CommandHandler handler;

  /** The only instance of the only cluster. */
  public TestPipeline(ClusterContext context, Planner planner, RolloutDecider decider) {
    this(context, planner, decider, ALONE, PartitionOwnership.ALL);
  }

  public TestPipeline(
      ClusterContext context,
      Planner planner,
      RolloutDecider decider,
      FleetView fleet,
      PartitionOwnership ownership) {
    this(
        context,
        planner,
        decider,
        fleet,
        ownership,
        new InternalTasks(ownership, (_, task) -> task.run()));
  }

  /**
   * @param tasks runs what no record asks for in the applications' key order
   */
  public TestPipeline(
      ClusterContext context,
      Planner planner,
      RolloutDecider decider,
      FleetView fleet,
      PartitionOwnership ownership,
      InternalTasks tasks) {
    this.pending = new PendingCommands(ownership, context.clock()::asOf);
    this.tracker = new RolloutTracker(context, ownership, _ -> {});
    this.reconciler =
        new RolloutReconciler(
            context,
            decider,
            new SilentAppStatePublisher(),
            tracker,
            new StagedRolloutController(context, decider, fleet, tracker, tasks),
            new AutoRollback(context, planner, tracker, tasks));
    this.removals = new RemovalReconciler(context, ownership, tasks, _ -> {});
    this.recovery = new RolloutRecovery(context, tracker, tasks, ownership);
    this.waves =
        new WaveController(
            context, fleet, new CompensatingRollback(context, planner, tracker), tasks);
    this.handler =
        new CommandHandler(
            context,
            new CommandFactsReader(context, List.of(), fleet, pending, waves, UNRESOLVED),
            planner,
            pending,
            waves,
            tracker,
            removals);
  }

  public PendingCommands pending() {
    return pending;
  }

  public CommandHandler handler() {
    return handler;
  }

  public WaveController waves() {
    return waves;
  }

  public RolloutTracker tracker() {
    return tracker;
  }

  public RolloutReconciler reconciler() {
    return reconciler;
  }

  public RemovalReconciler removals() {
    return removals;
  }

  public RolloutRecovery recovery() {
    return recovery;
  }
}
