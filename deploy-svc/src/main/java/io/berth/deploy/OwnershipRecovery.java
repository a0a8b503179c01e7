/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.kafka.OwnershipListener;
import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.removal.RemovalReconciler;
import io.berth.deploy.rollout.RolloutRecovery;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.deploy.waves.WaveController;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On startup and whenever partitions are assigned: recovers the commands that the previous owner
 * left open.
 */
final class OwnershipRecovery implements OwnershipListener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OwnershipRecovery.class);

  private final KafkaConnections kafka;
  private final InformerAppCache cache;
  private final RolloutTracker tracker;
  private final RolloutRecovery recovery;
  private final RemovalReconciler removals;
  private final WaveController waves;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private List<ReceivedCommand> openCommands = List.of();

  OwnershipRecovery(
      KafkaConnections kafka,
      InformerAppCache cache,
      RolloutTracker tracker,
      RolloutRecovery recovery,
      RemovalReconciler removals,
      WaveController waves) {
    this.kafka = kafka;
    this.cache = cache;
    this.tracker = tracker;
    this.recovery = recovery;
    this.removals = removals;
    this.waves = waves;
  }

  /** Parked commands and removals are known from the topic alone. */
  @Override
  public void prepare() {
    openCommands = kafka.openCommands();
  }

  @Override
  public void onAssigned() {
    waves.resume(openCommands);
    removals.resume(openCommands);
    List<OperationLog.OpenCommand> open = kafka.operations().open();
    Thread.ofVirtual().name("take-up").start(() -> recoverWhenSynced(open));
  }

  @Override
  public void onLost() {
    tracker.releaseLost();
    waves.releaseLost();
    removals.releaseLost();
  }

  /** Once the informers have synced: resumes open roll-outs and publishes removed applications. */
  private void recoverWhenSynced(List<OperationLog.OpenCommand> open) {
    try {
      while (!cache.hasSynced()) {
        if (stopped.await(100, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      LOG.info(
          "Cluster {}: partitions were assigned, applied commands without a verdict are recovered: {}",
          cache.identity().name(),
          open.isEmpty()
              ? "none"
              : open.stream().map(OperationLog.OpenCommand::commandId).toList());
      recovery.run(open);
      kafka.publishRemovedApps(app -> cache.find(app).isEmpty());
      cache.all().forEach(app -> tracker.enqueue(app.app()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
