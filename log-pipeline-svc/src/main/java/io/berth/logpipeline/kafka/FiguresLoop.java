/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.kafka.EventPublisher;
import io.berth.logpipeline.accounting.Figures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;

/** Publishes the pipeline's figures every quarter of a minute; one that fails is not sent again. */
public final class FiguresLoop implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final KafkaSettings settings;
  private final Figures figures;
  private final Clock clock;
  private final Thread thread =
      Thread.ofPlatform().name("berth-figures").daemon().unstarted(this::run);
  private volatile boolean closing;

  public FiguresLoop(KafkaSettings settings, Figures figures, Clock clock) {
    this.settings = settings;
    this.figures = figures;
    this.clock = clock;
  }

  /** When the topics are there. */
  public void start() {
    thread.start();
  }

  private void run() {
    try (EventPublisher publisher =
        EventPublisher.connect(
            settings.bootstrapServers(), "/" + KafkaSettings.SERVICE, settings.topicPrefix())) {
      Instant last = clock.instant();
      while (!closing) {
        LockSupport.parkNanos(PERIOD.toNanos());
        Instant now = clock.instant();
        if (!closing && now.isAfter(last)) {
          publish(publisher, now, Duration.between(last, now));
          last = now;
        }
      }
    }
  }

  private void publish(EventPublisher publisher, Instant now, Duration period) {
    try {
      figures.of(now, period).forEach(publisher::publish);
    } catch (KafkaException e) {
      // Kafka is away, which health tells; figures of the past help nobody when it is back.
    }
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }
}
