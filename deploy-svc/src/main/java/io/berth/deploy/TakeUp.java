/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.delivery.Operations;
import io.berth.deploy.kafka.Handover;
import io.berth.deploy.kafka.Wire;
import io.berth.deploy.kubernetes.WatchedCluster;
import io.berth.deploy.planning.Order;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** At the start, and whenever work comes from another instance: takes up what was left of it. */
final class TakeUp implements Handover, AutoCloseable {

  private final Wire wire;
  private final WatchedCluster view;
  private final DeployParts parts;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private List<Order> inWaves = List.of();

  TakeUp(Wire wire, WatchedCluster view, DeployParts parts) {
    this.wire = wire;
    this.view = view;
    this.parts = parts;
  }

  /** What another instance held back is known from the topic alone. */
  @Override
  public void prepare() {
    inWaves = wire.inWaves();
  }

  @Override
  public void gained() {
    parts.waves().resume(inWaves);
    List<Operations.Open> left = wire.operations().open();
    Thread.ofVirtual().name("take-up").start(() -> whenAllIsKnown(left));
  }

  @Override
  public void lost() {
    parts.follower().letGo();
    parts.waves().letGo();
  }

  /** When every object is known: what was rolling out, and what is gone. */
  private void whenAllIsKnown(List<Operations.Open> left) {
    try {
      while (!view.complete()) {
        if (stopped.await(100, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      parts.recovery().run(left);
      wire.forgetApps(app -> view.live(app).isEmpty());
      view.all().forEach(app -> parts.follower().wake(app.app()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
