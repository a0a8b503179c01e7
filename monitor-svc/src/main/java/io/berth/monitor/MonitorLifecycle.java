/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.monitor.kubernetes.KubernetesWatch;
import io.berth.stream.KafkaGate;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;

/**
 * Starts delivering notifications and watching the cluster once Kafka is available, after the
 * bindings and the topology; stops before them.
 */
final class MonitorLifecycle implements SmartLifecycle {

  private final KafkaGate gate;
  private final KubernetesWatch watch;
  private final Runnable outbox;
  private volatile boolean running;
  private volatile boolean watching;

  /**
   * @param outbox starts consuming the outbox
   */
  MonitorLifecycle(KafkaGate gate, KubernetesWatch watch, Runnable outbox) {
    this.gate = gate;
    this.watch = watch;
    this.outbox = outbox;
  }

  /** Why the watches are not running or not connected; empty while all are well. */
  Optional<String> watchProblem() {
    return watching
        ? Optional.ofNullable(watch.problem())
        : Optional.of("waits for Kafka before it watches");
  }

  /** After all of Kafka, because the default phase is the last. */
  @Override
  public void start() {
    running = true;
    gate.whenOpen("the outbox", outbox);
    gate.whenOpen("watching the cluster", this::watch);
  }

  private void watch() {
    watch.start();
    watching = true;
  }

  @Override
  public void stop() {
    watch.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
