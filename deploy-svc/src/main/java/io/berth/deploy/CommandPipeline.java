/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.commands.CommandFactsReader;
import io.berth.deploy.commands.CommandHandler;
import io.berth.deploy.commands.DeadlineWatcher;
import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.removal.RemovalReconciler;
import io.berth.deploy.rollout.AutoRollback;
import io.berth.deploy.rollout.RolloutReconciler;
import io.berth.deploy.rollout.RolloutRecovery;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.deploy.rollout.StagedRolloutController;
import io.berth.deploy.scaling.ScalingDecisionHandler;
import io.berth.deploy.waves.CompensatingRollback;
import io.berth.deploy.waves.WaveController;
import io.berth.events.AppRef;
import java.util.function.Consumer;

/** Creates and connects the components that process a command. */
final class CommandPipeline {

  private final RolloutTracker tracker;
  private final RolloutReconciler reconciler;
  private final RemovalReconciler removals;
  private final WaveController waves;
  private final CommandHandler handler;
  private final ScalingDecisionHandler scaling;
  private final RolloutRecovery recovery;
  private final DeadlineWatcher deadlineWatcher;

  /**
   * @param tasks runs what no record asks for in the applications' key order
   * @param enqueue has an application reconciled soon
   */
  CommandPipeline(
      ClusterContext context,
      DeployRules rules,
      KafkaConnections kafka,
      InternalTasks tasks,
      Consumer<AppRef> enqueue) {
    this.tracker = new RolloutTracker(context, kafka.ownership(), enqueue);
    this.reconciler =
        new RolloutReconciler(
            context,
            rules.rollouts(),
            kafka.apps(),
            tracker,
            new StagedRolloutController(context, rules.rollouts(), kafka.fleet(), tracker, tasks),
            new AutoRollback(context, rules.planner(), tracker, tasks));
    this.removals = new RemovalReconciler(context, kafka.ownership(), tasks, enqueue);
    this.recovery = new RolloutRecovery(context, tracker, tasks, kafka.ownership());
    this.waves =
        new WaveController(
            context,
            kafka.fleet(),
            new CompensatingRollback(context, rules.planner(), tracker),
            tasks);
    this.handler =
        new CommandHandler(
            context,
            new CommandFactsReader(
                context,
                rules.clusters(),
                kafka.fleet(),
                kafka.pendingCommands(),
                waves,
                rules.images()),
            rules.planner(),
            kafka.pendingCommands(),
            waves,
            tracker,
            removals);
    this.deadlineWatcher = new DeadlineWatcher(context, kafka.pendingCommands());
    this.scaling =
        new ScalingDecisionHandler(
            context.name(), context.cluster(), kafka.policies()::find, context.clock());
  }

  CommandHandler handler() {
    return handler;
  }

  RolloutTracker tracker() {
    return tracker;
  }

  RolloutReconciler reconciler() {
    return reconciler;
  }

  RemovalReconciler removals() {
    return removals;
  }

  WaveController waves() {
    return waves;
  }

  ScalingDecisionHandler scaling() {
    return scaling;
  }

  DeadlineWatcher deadlineWatcher() {
    return deadlineWatcher;
  }

  RolloutRecovery recovery() {
    return recovery;
  }
}
