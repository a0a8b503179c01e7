/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.Envelope;
import io.berth.events.metrics.CustomSample;
import io.berth.logpipeline.metrics.PipelineMetricSamples;
import io.berth.stream.EventTemplate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes the metrics of the pipeline every 15 seconds; a sample that fails is not sent again.
 */
public final class PipelineMetricPublisher implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final EventTemplate events;
  private final PipelineMetricSamples samples;
  private final Clock clock;
  private final Thread thread =
      Thread.ofPlatform().name("berth-figures").daemon().unstarted(this::run);
  private volatile boolean closing;

  public PipelineMetricPublisher(EventTemplate events, PipelineMetricSamples samples, Clock clock) {
    this.events = events;
    this.samples = samples;
    this.clock = clock;
  }

  /** When the topics are there. */
  void start() {
    thread.start();
  }

  private void run() {
    Instant last = clock.instant();
    while (!closing) {
      LockSupport.parkNanos(PERIOD.toNanos());
      Instant now = clock.instant();
      if (!closing && now.isAfter(last)) {
        publish(now, Duration.between(last, now));
        last = now;
      }
    }
  }

  /** While Kafka is unavailable health reports it; late samples would be of no use. */
  private void publish(Instant now, Duration period) {
    for (CustomSample sample : samples.of(now, period)) {
      var sent =
          events.send(
              Envelope.of(
                  UUID.randomUUID().toString(), "/" + KafkaClientFactory.SERVICE, now, sample));
      if (sent.isCompletedExceptionally()) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }
}
