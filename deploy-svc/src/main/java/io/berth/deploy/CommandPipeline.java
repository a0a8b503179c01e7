/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.cluster.PermissionTrackingCluster;
import io.berth.deploy.commands.CommandFactsReader;
import io.berth.deploy.commands.CommandHandler;
import io.berth.deploy.commands.DeadlineWatcher;
import io.berth.deploy.commands.ManifestRenderer;
import io.berth.deploy.drift.DriftDetector;
import io.berth.deploy.fleet.FleetView;
import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.kafka.KeyOrderedConsumer;
import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.kubernetes.InformerObjectComparison;
import io.berth.deploy.kubernetes.KubernetesCluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.KeyedExecutor;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.queue.ReconcileQueue;
import io.berth.deploy.removal.RemovalReconciler;
import io.berth.deploy.rollout.AutoRollback;
import io.berth.deploy.rollout.RolloutReconciler;
import io.berth.deploy.rollout.RolloutRecovery;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.deploy.rollout.StagedRolloutController;
import io.berth.deploy.scaling.ScalingDecisionHandler;
import io.berth.deploy.waves.CompensatingRollback;
import io.berth.deploy.waves.WaveController;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Everything that a command passes through, from the topic to its verdict: the service's table of
 * contents. Each component is created after those that it uses; nothing runs before {@link
 * DeployLifecycle} starts it, and it also closes them.
 */
final class CommandPipeline {

  final KeyedExecutor<String> commandExecutor;
  final ReconcileQueue reconcileQueue = new ReconcileQueue();
  final InformerAppCache cache;
  final PermissionTrackingCluster cluster;
  final RolloutTracker tracker;
  final RolloutReconciler rollouts;
  final RolloutRecovery recovery;
  final RemovalReconciler removals;
  final DriftDetector drifts;
  final WaveController waves;
  final CommandHandler handler;
  final ManifestRenderer renderer;
  final DeadlineWatcher deadlines;
  final OwnershipRecovery ownershipRecovery;
  final KeyOrderedConsumer commands;
  final KeyOrderedConsumer decisions;

  CommandPipeline(
      DeployProperties properties,
      DeployRules rules,
      KafkaConnections kafka,
      MonotonicClock clock,
      KubernetesClient client) {
    String name = properties.cluster();
    PartitionOwnership ownership = kafka.ownership();
    PendingCommands pending = kafka.pendingCommands();
    FleetView fleet = kafka.fleet();
    commandExecutor = new KeyedExecutor<>("command", properties.maxConcurrentApps());

    // The cluster, as its informers know it and as its API server lets it be written.
    cache = new InformerAppCache(name, client, reconcileQueue::enqueue);
    cluster =
        new PermissionTrackingCluster(
            new KubernetesCluster(
                name, client, cache, properties.keptReleases(), kafka.policies()::active));
    ClusterContext context = new ClusterContext(name, cache, cluster, kafka.operations(), clock);
    InternalTasks tasks =
        new InternalTasks(ownership, (app, task) -> commandExecutor.submit(app.toString(), task));

    // What follows a write: roll-outs, removals, drift.
    tracker = new RolloutTracker(context, ownership, reconcileQueue::enqueue);
    rollouts =
        new RolloutReconciler(
            context,
            rules.rollouts(),
            kafka.apps(),
            tracker,
            new StagedRolloutController(context, rules.rollouts(), fleet, tracker, tasks),
            new AutoRollback(context, rules.planner(), tracker, tasks));
    recovery = new RolloutRecovery(context, tracker, tasks, ownership);
    removals = new RemovalReconciler(context, ownership, tasks, reconcileQueue::enqueue);
    drifts =
        new DriftDetector(
            context,
            new InformerObjectComparison(name, client, cache, cluster, kafka.policies()::active),
            kafka.drifts(),
            tasks);

    // What decides on a command, and carries it out.
    waves =
        new WaveController(
            context, fleet, new CompensatingRollback(context, rules.planner(), tracker), tasks);
    handler =
        new CommandHandler(
            context,
            new CommandFactsReader(
                context, rules.clusters(), fleet, pending, waves, rules.images()),
            rules.planner(),
            pending,
            waves,
            tracker,
            removals);
    renderer = new ManifestRenderer(context, rules.planner(), rules.images());
    deadlines = new DeadlineWatcher(context, pending);

    // What reads the topics.
    ownershipRecovery = new OwnershipRecovery(kafka, cache, tracker, recovery, removals, waves);
    commands = kafka.commands(handler::handle, commandExecutor, ownershipRecovery);
    decisions =
        kafka.decisions(
            new ScalingDecisionHandler(name, cluster, kafka.policies()::find, clock),
            commandExecutor);
  }
}
