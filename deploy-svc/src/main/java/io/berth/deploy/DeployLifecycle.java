/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.cluster.PermissionTrackingCluster;
import io.berth.deploy.drift.DriftDetector;
import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.kafka.KeyOrderedConsumer;
import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.kubernetes.InformerObjectComparison;
import io.berth.deploy.kubernetes.KubernetesCluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.KeyedExecutor;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the service: waits for Kafka and the API server, recovers open work, then reads
 * commands.
 */
public final class DeployLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(DeployLifecycle.class);

  private final KafkaConnections kafka;
  private final InformerAppCache cache;
  private final PermissionTrackingCluster cluster;
  private final CommandPipeline pipeline;
  private final DriftDetector driftDetector;
  private final OwnershipRecovery ownershipRecovery;
  private final CommandBindings bindings;
  private final KeyOrderedConsumer commands;
  private final KeyOrderedConsumer decisions;
  private final KeyedExecutor<String> commandExecutor;
  private final ReconcileQueue reconcileQueue;
  private final KeyedExecutor<String> waveExecutor = new KeyedExecutor<>("waves", 1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Optional<String> boot = Optional.of("not connected yet");
  private volatile boolean running;

  DeployLifecycle(
      DeployProperties properties,
      KafkaConnections kafka,
      CommandBindings bindings,
      MonotonicClock clock,
      KubernetesClient client,
      DeployRules rules) {
    String name = properties.cluster();
    this.bindings = bindings;
    this.commandExecutor = new KeyedExecutor<>("command", properties.maxConcurrentApps());
    this.kafka = kafka;
    this.cache = new InformerAppCache(name, client, this::enqueue);
    this.reconcileQueue =
        new ReconcileQueue(cache::hasSynced, app -> cache.pods(app).size(), this::reconcile);
    this.cluster =
        new PermissionTrackingCluster(
            new KubernetesCluster(
                name, client, cache, properties.keptReleases(), kafka.policies()::active));
    ClusterContext context = new ClusterContext(name, cache, cluster, kafka.operations(), clock);
    InternalTasks tasks =
        new InternalTasks(
            kafka.ownership(), (app, task) -> commandExecutor.submit(app.toString(), task));
    this.driftDetector =
        new DriftDetector(
            context,
            new InformerObjectComparison(name, client, cache, cluster, kafka.policies()::active),
            kafka.drifts(),
            tasks);
    this.pipeline = new CommandPipeline(context, rules, kafka, tasks, this::enqueue);
    this.ownershipRecovery = new OwnershipRecovery(kafka, cache, pipeline);
    this.commands = kafka.commands(pipeline.handler()::handle, commandExecutor, ownershipRecovery);
    this.decisions = kafka.decisions(pipeline.scaling(), commandExecutor);
  }

  KeyOrderedConsumer commands() {
    return commands;
  }

  KeyOrderedConsumer decisions() {
    return decisions;
  }

  public InformerAppCache cache() {
    return cache;
  }

  ReconcileQueue reconcileQueue() {
    return reconcileQueue;
  }

  PermissionTrackingCluster rights() {
    return cluster;
  }

  public Optional<String> kafkaTrouble() {
    return boot.or(commands::trouble);
  }

  private void enqueue(AppRef app) {
    reconcileQueue.enqueue(app);
  }

  private void reconcile(AppRef app) {
    pipeline.reconciler().reconcile(app);
    pipeline.removals().reconcile(app);
    if (boot.isEmpty()) { // drifts published before the restart are not known until the replay has
      // finished
      driftDetector.check(app);
    }
  }

  private void reevaluateWaves() {
    waveExecutor.submitCoalesced(
        "all", () -> pipeline.waves().reevaluate(pipeline.handler()::handle));
  }

  @Override
  public void start() {
    running = true;
    cache.start();
    bindings.gate().whenOpen("replaying published operations", this::replayAndStart);
    Thread.ofPlatform().name("ticks").daemon().start(this::tick);
  }

  /** Runs on the gate's thread, which repeats it while Kafka is unavailable. */
  private void replayAndStart() {
    try {
      kafka.replay();
    } catch (RuntimeException e) {
      boot = Optional.of(String.valueOf(e.getMessage()));
      throw e;
    }
    boot = Optional.empty();
    kafka.fleet().onChange(this::reevaluateWaves);
    bindings.startAll();
    LOG.info("Cluster {}: reading commands and scaling decisions", cache.identity().name());
  }

  /** Deadlines and timed steps need no event. */
  private void tick() {
    try {
      while (!stopped.await(1, TimeUnit.SECONDS)) {
        pipeline.reconciler().pendingApps().forEach(this::enqueue);
        pipeline.removals().pendingApps().forEach(this::enqueue);
        driftDetector.pendingApps().forEach(this::enqueue);
        reevaluateWaves();
        pipeline.recovery().retry();
        kafka
            .pendingCommands()
            .expired()
            .forEach(
                received ->
                    reconcileQueue.enqueueDeadline(
                        received.id(), () -> pipeline.deadlineWatcher().publishExpired(received)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
    ownershipRecovery.close();
    commands.close();
    decisions.close();
    kafka.close();
    cache.close();
    commandExecutor.close();
    waveExecutor.close();
    reconcileQueue.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
