/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.events.kafka.MisdeclaredTopics;
import io.berth.monitor.kafka.AlertStream;
import io.berth.monitor.kafka.KafkaSettings;
import io.berth.monitor.kafka.OutboxLoop;
import io.berth.monitor.kafka.TopicsReady;
import io.berth.monitor.kubernetes.KubernetesWatch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts the parts in their order when Kafka is there, and stops them in the other one. */
final class MonitorLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(MonitorLifecycle.class);
  private static final long RETRY_MILLIS = 1000;

  private final KafkaSettings settings;
  private final AlertStream stream;
  private final KubernetesWatch watch;
  private final List<OutboxLoop> outboxes;
  private final Runnable fatal;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean running;
  private volatile String problem = "is not asked yet";
  private @Nullable Thread starter;

  /**
   * @param fatal is run when nothing but another start will help
   */
  MonitorLifecycle(
      KafkaSettings settings,
      AlertStream stream,
      KubernetesWatch watch,
      List<OutboxLoop> outboxes,
      Runnable fatal) {
    this.settings = settings;
    this.stream = stream;
    this.watch = watch;
    this.outboxes = List.copyOf(outboxes);
    this.fatal = fatal;
  }

  /** What keeps the service from its work; empty once all parts were started. */
  Optional<String> problem() {
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  @Override
  public void start() {
    running = true;
    starter = Thread.ofPlatform().name("monitor-start").daemon().start(this::startWhenKafkaIsThere);
  }

  private void startWhenKafkaIsThere() {
    TopicsReady topics = new TopicsReady(settings);
    try {
      String last = "";
      for (Optional<String> fault = topics.fault(); fault.isPresent(); fault = topics.fault()) {
        problem = fault.get();
        if (!problem.equals(last)) {
          LOG.warn("Waits for Kafka: {}", problem);
          last = problem;
        }
        if (stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      stream.start();
      outboxes.forEach(OutboxLoop::start);
      watch.start();
      problem = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (MisdeclaredTopics e) {
      // This is not waited for: somebody has to alter the topic.
      problem = String.valueOf(e.getMessage());
      LOG.error("The monitor cannot start: {}", e.getMessage());
      fatal.run();
    } catch (IllegalStateException e) {
      problem = String.valueOf(e.getMessage());
      LOG.error("Did not start; start it again: {}", e.getMessage(), e);
    }
  }

  @Override
  public void stop() {
    stopping.countDown();
    if (starter != null) {
      starter.interrupt();
    }
    watch.close();
    outboxes.forEach(OutboxLoop::close);
    stream.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
