/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import io.berth.events.kafka.MisdeclaredTopics;
import io.berth.events.kafka.TopicDeclarations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens when Kafka answers and the service's topics exist as declared; tasks that need them wait on
 * the gate's own thread. So a service starts, and answers its health check, without Kafka. A
 * misdeclared topic ends the service, because waiting would not help.
 */
public final class KafkaGate implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaGate.class);
  private static final Duration RETRY_EVERY = Duration.ofSeconds(1);
  private static final int ADMIN_TIMEOUT_MILLIS = 5_000;

  /** A task, with a name for the log. */
  private record PendingTask(String name, Runnable task) {}

  private final String bootstrapServers;
  private final TopicDeclarations declarations;
  private final ServiceTopics topics;
  private final Runnable fatal;
  private final BlockingQueue<PendingTask> pending = new LinkedBlockingQueue<>();
  private final Thread thread =
      Thread.ofPlatform().name("kafka-gate").daemon().unstarted(this::run);
  private volatile @Nullable String closedBecause = "connecting to Kafka";
  private volatile boolean running;

  /**
   * @param bootstrapServers host:port, comma-separated
   * @param fatal runs if only a restart helps
   */
  KafkaGate(
      String bootstrapServers,
      TopicDeclarations declarations,
      ServiceTopics topics,
      Runnable fatal) {
    this.bootstrapServers = bootstrapServers;
    this.declarations = declarations;
    this.topics = topics;
    this.fatal = fatal;
  }

  /**
   * Runs a task once the gate is open, on the gate's thread, in the order of the calls. A task that
   * fails because Kafka is unavailable again is retried until it succeeds.
   */
  public void whenOpen(String name, Runnable task) {
    pending.add(new PendingTask(name, task));
  }

  /** Why the gate is closed; empty if it is open and no task is pending. */
  public Optional<String> closedBecause() {
    return Optional.ofNullable(closedBecause);
  }

  private void run() {
    try {
      while (running && !ensureTopics()) {
        TimeUnit.MILLISECONDS.sleep(RETRY_EVERY.toMillis());
      }
      while (running) {
        runUntilSuccess(pending.take());
      }
    } catch (InterruptedException _) {
      LOG.debug("Stopped waiting for Kafka");
    } catch (MisdeclaredTopics e) {
      closedBecause = String.valueOf(e.getMessage());
      LOG.error("The service cannot start, topics are configured differently: {}", e.getMessage());
      fatal.run();
    }
  }

  private boolean ensureTopics() throws InterruptedException {
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            ADMIN_TIMEOUT_MILLIS,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ADMIN_TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(config)) {
      declarations.ensure(admin, topics.all());
      closedBecause = pending.isEmpty() ? null : "bindings are being created";
      return true;
    } catch (MisdeclaredTopics e) {
      throw e;
    } catch (IllegalStateException | KafkaException e) {
      warn(
          e.getMessage()
              + " (Kafka at "
              + bootstrapServers
              + "; is it running, is BERTH_KAFKA right?)");
      return false;
    }
  }

  private void runUntilSuccess(PendingTask next) throws InterruptedException {
    while (running) {
      try {
        next.task().run();
        closedBecause = pending.isEmpty() ? null : closedBecause;
        return;
      } catch (RuntimeException e) {
        warn(
            next.name()
                + " failed and is retried (Kafka at "
                + bootstrapServers
                + "): "
                + e.getMessage());
        TimeUnit.MILLISECONDS.sleep(RETRY_EVERY.toMillis());
      }
    }
  }

  /** Logs each new reason once. */
  private void warn(String reason) {
    if (!reason.equals(closedBecause)) {
      LOG.warn("Waiting for Kafka: {}", reason);
    }
    closedBecause = reason;
  }

  @Override
  public void start() {
    running = true;
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before every binding. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}
