/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.commands.CommandHandler;
import io.berth.deploy.commands.DeadlineWatcher;
import io.berth.deploy.commands.ImageResolver;
import io.berth.deploy.commands.ImageResolvingPlanner;
import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.rollout.AutoRollback;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.rollout.RolloutRecovery;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.deploy.rollout.StagedRolloutController;
import io.berth.deploy.scaling.ScalingDecisionHandler;
import io.berth.deploy.waves.CompensatingRollback;
import io.berth.deploy.waves.WaveController;
import io.berth.events.AppRef;
import java.util.function.BiConsumer;

/** Creates and connects the components that process a command. */
final class CommandPipeline {

  private final RolloutTracker tracker;
  private final WaveController waves;
  private final ScalingDecisionHandler scaling;
  private final RolloutRecovery recovery;
  private final DeadlineWatcher deadlineWatcher;

  /**
   * @param inKeyOrder runs a task of an application in turn with its commands
   */
  CommandPipeline(
      String name,
      Planner planner,
      ImageResolver images,
      RolloutDecider decider,
      AppCache cache,
      Cluster cluster,
      KafkaConnections kafka,
      MonotonicClock clock,
      BiConsumer<AppRef, Runnable> inKeyOrder) {
    var operations = kafka.operations();
    this.tracker =
        new RolloutTracker(name, decider, cache, cluster, operations, kafka.apps(), clock);
    InternalTasks tasks = new InternalTasks(kafka.ownership(), inKeyOrder);
    this.scaling = new ScalingDecisionHandler(name, cluster, kafka.policies()::find, clock);
    this.recovery =
        new RolloutRecovery(
            name, cache, cluster, operations, tracker, tasks, kafka.ownership(), clock);
    this.deadlineWatcher = new DeadlineWatcher(name, operations, kafka.ownership(), clock);
    tracker.restrictTo(kafka.ownership());
    this.waves =
        new WaveController(
            name,
            new CommandHandler(
                name,
                new ImageResolvingPlanner(planner, images),
                cluster,
                operations,
                tracker,
                kafka.pendingCommands(),
                clock),
            operations,
            kafka.fleet(),
            new CompensatingRollback(name, planner, cluster, operations, tracker, clock),
            clock,
            tasks);
    tracker.useStages(
        new StagedRolloutController(
            name, decider, cache, cluster, operations, kafka.fleet(), tracker, clock, tasks));
    tracker.onFailure(new AutoRollback(name, planner, cluster, operations, tracker, clock, tasks));
  }

  RolloutTracker tracker() {
    return tracker;
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
