/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.kafka.KeyOrderedConsumer;
import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.queue.KeyedExecutor;
import io.berth.deploy.queue.ReconcileQueue.Reconciliation;
import io.berth.events.AppRef;
import io.berth.stream.KafkaGate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the service: waits for Kafka and the API server, recovers open work, then reads
 * commands.
 */
public final class DeployLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(DeployLifecycle.class);

  private final CommandPipeline pipeline;
  private final KafkaConnections kafka;
  private final KafkaGate gate;
  private final Consumer<String> bindings;
  private final KeyedExecutor<String> waveExecutor = new KeyedExecutor<>("waves", 1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Optional<String> boot = Optional.of("not connected yet");
  private volatile boolean running;

  /**
   * @param gate opens when Kafka is available
   * @param bindings starts the binding of a name
   */
  DeployLifecycle(
      CommandPipeline pipeline, KafkaConnections kafka, KafkaGate gate, Consumer<String> bindings) {
    this.pipeline = pipeline;
    this.kafka = kafka;
    this.gate = gate;
    this.bindings = bindings;
  }

  KeyOrderedConsumer commands() {
    return pipeline.commands;
  }

  KeyOrderedConsumer decisions() {
    return pipeline.decisions;
  }

  public InformerAppCache cache() {
    return pipeline.cache;
  }

  /** Applications that changed while they were being reconciled. */
  int reconcileQueueDepth() {
    return pipeline.reconcileQueue.depth();
  }

  /** What this service may not do, by namespace. */
  Map<String, String> deniedNamespaces() {
    return pipeline.cluster.deniedNamespaces();
  }

  public Optional<String> kafkaTrouble() {
    return boot.or(pipeline.commands::trouble);
  }

  @Override
  public void start() {
    running = true;
    InformerAppCache cache = pipeline.cache;
    pipeline.reconcileQueue.start(
        new Reconciliation(cache::hasSynced, app -> cache.pods(app).size(), this::reconcile));
    cache.start();
    gate.whenOpen("replaying published operations", this::replayAndStart);
    Thread.ofPlatform().name("ticks").daemon().start(this::tick);
  }

  private void reconcile(AppRef app) {
    pipeline.rollouts.reconcile(app);
    pipeline.removals.reconcile(app);
    if (boot.isEmpty()) { // drifts published before the restart are not known until the replay has
      // finished
      pipeline.drifts.check(app);
    }
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
    bindings.accept("commands-in-0");
    bindings.accept("decisions-in-0");
    LOG.info("Cluster {}: reading commands and scaling decisions", cache().identity().name());
  }

  private void reevaluateWaves() {
    waveExecutor.submitCoalesced("all", () -> pipeline.waves.reevaluate(pipeline.handler::handle));
  }

  /** Deadlines and timed steps need no event. */
  private void tick() {
    try {
      while (!stopped.await(1, TimeUnit.SECONDS)) {
        pipeline.rollouts.pendingApps().forEach(pipeline.reconcileQueue::enqueue);
        pipeline.removals.pendingApps().forEach(pipeline.reconcileQueue::enqueue);
        pipeline.drifts.pendingApps().forEach(pipeline.reconcileQueue::enqueue);
        reevaluateWaves();
        pipeline.recovery.retry();
        kafka
            .pendingCommands()
            .expired()
            .forEach(
                received ->
                    pipeline.reconcileQueue.enqueueDeadline(
                        received.id(), () -> pipeline.deadlines.publishExpired(received)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
    pipeline.ownershipRecovery.close();
    pipeline.commands.close();
    pipeline.decisions.close();
    kafka.close();
    pipeline.cache.close();
    pipeline.commandExecutor.close();
    waveExecutor.close();
    pipeline.reconcileQueue.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
