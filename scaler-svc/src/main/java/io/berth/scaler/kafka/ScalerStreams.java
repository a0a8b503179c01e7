/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.kafka.MisdeclaredTopics;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the topology as long as the service lives: waits for Kafka, makes sure of the topics, and
 * begins anew when Kafka Streams gives up. A start never waits for Kafka. A mis-declared topic ends
 * the service.
 */
public final class ScalerStreams implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScalerStreams.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final StreamsSettings settings;
  private final ScalerTopology topology;
  private final Runnable fatal;
  private final AtomicReference<String> trouble = new AtomicReference<>("starting");
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper = Thread.ofPlatform().name("scaler-streams").unstarted(this::keep);
  private volatile @Nullable KafkaStreams streams;

  /**
   * @param fatal is run when nothing but another start will help
   */
  public ScalerStreams(StreamsSettings settings, ScalerMeters meters, Runnable fatal) {
    this.settings = settings;
    this.fatal = fatal;
    this.topology = new ScalerTopology(settings.topics().prefix(), meters);
  }

  /** Begins, and returns at once. */
  public void start() {
    keeper.start();
  }

  /** What keeps it from deciding, in words; null when nothing does. */
  public @Nullable String trouble() {
    KafkaStreams running = streams;
    if (running == null) {
      return trouble.get();
    }
    return switch (running.state()) {
      case RUNNING -> null;
      case CREATED, REBALANCING -> "Kafka Streams is getting its partitions and windows";
      case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR ->
          "Kafka Streams is " + running.state() + ": " + trouble.get();
    };
  }

  /** Stops as a process that is killed would not: the group knows at once. */
  @Override
  public void close() {
    closing.countDown();
    keeper.interrupt();
    try {
      keeper.join(PATIENCE.plusSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    try {
      while (closing.getCount() > 0) {
        if (hasTopics()) {
          run();
        }
        closing.await(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      LOG.debug("Stopped");
    } catch (MisdeclaredTopics e) {
      trouble.set(String.valueOf(e.getMessage()));
      LOG.error("The scaler cannot start: {}", e.getMessage());
      fatal.run();
    }
  }

  private boolean hasTopics() throws InterruptedException {
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            5_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000);
    try (Admin admin = Admin.create(config)) {
      settings.topics().ensure(admin, ScalerTopics.ALL);
      return true;
    } catch (MisdeclaredTopics e) {
      throw e;
    } catch (IllegalStateException | org.apache.kafka.common.KafkaException e) {
      say(e.getMessage() + " (Kafka at " + settings.bootstrapServers() + ")");
      return false;
    }
  }

  private void run() throws InterruptedException {
    Properties config = settings.streams();
    CountDownLatch ended = new CountDownLatch(1);
    KafkaStreams running = new KafkaStreams(topology.build(), config);
    running.setStateListener(
        (state, _) -> {
          if (state == KafkaStreams.State.ERROR || state == KafkaStreams.State.NOT_RUNNING) {
            ended.countDown();
          }
        });
    running.setUncaughtExceptionHandler(
        failure -> {
          LOG.error("A Kafka Streams thread ended and is replaced", failure);
          say(String.valueOf(failure));
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    streams = running;
    try {
      running.start();
      ended.await();
    } finally {
      running.close(PATIENCE);
      streams = null;
    }
  }

  /** Once for each new trouble. */
  private void say(String what) {
    if (!what.equals(trouble.getAndSet(what))) {
      LOG.warn("Not deciding: {}", what);
    }
  }
}
