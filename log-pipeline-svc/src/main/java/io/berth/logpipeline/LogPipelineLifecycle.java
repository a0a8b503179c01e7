/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import io.berth.logpipeline.forward.ChunkReceiver;
import io.berth.logpipeline.forward.ForwardCredentials;
import io.berth.logpipeline.forward.ForwardServer;
import io.berth.logpipeline.forward.ForwardTls;
import io.berth.logpipeline.kafka.PipelineConsumers;
import io.berth.stream.KafkaGate;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the roles of this instance in order once Kafka and its topics are available, without
 * delaying the start of the service: first the consumers, then the Forward receiver.
 */
final class LogPipelineLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LogPipelineLifecycle.class);

  private final KafkaGate gate;
  private final Runnable pods;
  private final PipelineConsumers topics;
  private final ChunkReceiver receiver;
  private final boolean receives;
  private final boolean enriches;
  private final InetSocketAddress address;
  private final ForwardCredentials credentials;
  private final ForwardTls tls;
  private final Runnable fatal;
  private final Thread starter;
  private volatile @Nullable ForwardServer forwardServer;
  private volatile boolean running;

  /**
   * @param pods starts to read the facts of pods
   * @param fatal ends the service
   */
  LogPipelineLifecycle(
      KafkaGate gate,
      Runnable pods,
      PipelineConsumers topics,
      ChunkReceiver receiver,
      LogPipelineProperties properties,
      Runnable fatal) {
    this.gate = gate;
    this.pods = pods;
    this.topics = topics;
    this.receiver = receiver;
    this.receives = properties.parts().contains(PipelineRole.RECEIVE);
    this.enriches = properties.parts().contains(PipelineRole.ENRICH);
    this.address = properties.forwardAddress();
    this.credentials = properties.forwardCredentials();
    this.tls = properties.forwardTls();
    this.fatal = fatal;
    this.starter = Thread.ofPlatform().name("berth-start").daemon().unstarted(this::startParts);
  }

  /** Whether it waits for what its part needs. */
  boolean isWaiting() {
    return receives && forwardPort() == 0;
  }

  /** The port of the Forward receiver; 0 while it is not open. */
  int forwardPort() {
    ForwardServer open = forwardServer;
    return open == null ? 0 : open.port();
  }

  @Override
  public void start() {
    running = true;
    if (enriches) {
      gate.whenOpen("the table of pods", pods);
    }
    gate.whenOpen("the log pipeline", starter::start);
  }

  private void startParts() {
    try {
      topics.start();
      if (receives) {
        ForwardServer opened = new ForwardServer(address, receiver, credentials, tls);
        forwardServer = opened;
        LOG.info(
            "The Forward receiver listens on {}:{}",
            opened.address().getHostString(),
            opened.address().getPort());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      LOG.error("The log pipeline cannot start: {}", e.getMessage());
      fatal.run();
    }
  }

  @Override
  public void stop() {
    running = false;
    starter.interrupt();
    ForwardServer open = forwardServer;
    if (open != null) {
      open.close();
    }
    topics.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
