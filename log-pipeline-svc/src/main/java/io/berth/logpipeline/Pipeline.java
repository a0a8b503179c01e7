/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import io.berth.logpipeline.forward.ChunkReceiver;
import io.berth.logpipeline.forward.ForwardCredentials;
import io.berth.logpipeline.forward.ForwardServer;
import io.berth.logpipeline.forward.ForwardTls;
import io.berth.logpipeline.kafka.PipelineTopics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the parts in their order, as soon as Kafka is there, without holding up the start of the
 * service: topics, then the door.
 */
final class Pipeline implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final PipelineTopics topics;
  private final ChunkReceiver receiver;
  private final boolean receives;
  private final int port;
  private final ForwardCredentials credentials;
  private final ForwardTls tls;
  private final Runnable fatal;
  private final Thread starter;
  private volatile @Nullable ForwardServer door;
  private volatile boolean running;

  Pipeline(
      PipelineTopics topics,
      ChunkReceiver receiver,
      LogPipelineProperties properties,
      Runnable fatal) {
    this.topics = topics;
    this.receiver = receiver;
    this.receives = properties.parts().contains(Part.RECEIVE);
    this.port = properties.forwardPort();
    this.credentials = properties.forwardCredentials();
    this.tls = properties.forwardTls();
    this.fatal = fatal;
    this.starter = Thread.ofPlatform().name("berth-start").daemon().unstarted(this::open);
  }

  /** Whether it waits for what its part needs. */
  boolean isWaiting() {
    return receives && forwardPort() == 0;
  }

  /** The port of the Forward receiver; 0 while it is not open. */
  int forwardPort() {
    ForwardServer open = door;
    return open == null ? 0 : open.port();
  }

  @Override
  public void start() {
    running = true;
    starter.start();
  }

  private void open() {
    try {
      topics.start();
      if (receives) {
        ForwardServer opened = new ForwardServer(port, receiver, credentials, tls);
        door = opened;
        LOG.info("Forward receiver listens on port {}", opened.port());
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
    ForwardServer open = door;
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
