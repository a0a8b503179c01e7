/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream.streams;

import io.berth.stream.KafkaGate;
import org.springframework.cloud.stream.binder.kafka.streams.StreamsBuilderFactoryManager;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the topologies when the gate opens and every binding is created: an output that is bound
 * later would not be part of the topology.
 */
final class StreamsStarter implements SmartLifecycle {

  private final KafkaGate gate;
  private final StreamsBuilderFactoryManager manager;
  private volatile boolean running;

  StreamsStarter(KafkaGate gate, StreamsBuilderFactoryManager manager) {
    this.gate = gate;
    this.manager = manager;
  }

  @Override
  public void start() {
    running = true;
    gate.whenOpen("Kafka Streams", manager::start);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The phase of the binder's own starter, after every binding. */
  @Override
  public int getPhase() {
    return manager.getPhase();
  }
}
