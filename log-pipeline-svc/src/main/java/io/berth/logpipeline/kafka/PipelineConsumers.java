/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the listener containers once the topics exist, and closes them. */
public final class PipelineConsumers {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineConsumers.class);

  private static final Duration MAX_WAIT_FOR_PODS = Duration.ofSeconds(10);

  private final @Nullable PodTableReader pods;
  private final List<BatchListenerContainer> containers;
  private final PipelineMetricPublisher metricPublisher;
  private final List<AutoCloseable> others;

  /**
   * @param pods to be read before the containers start; null where none needs them
   * @param containers to start, in this order
   * @param figures to start last
   * @param others to close after the containers
   */
  public PipelineConsumers(
      @Nullable PodTableReader pods,
      List<BatchListenerContainer> containers,
      PipelineMetricPublisher metricPublisher,
      List<AutoCloseable> others) {
    this.pods = pods;
    this.containers = List.copyOf(containers);
    this.metricPublisher = metricPublisher;
    this.others = List.copyOf(others);
  }

  /** Starts, once the topics are there. */
  public void start() throws InterruptedException {
    if (pods != null) {
      pods.await(MAX_WAIT_FOR_PODS);
    }
    containers.forEach(BatchListenerContainer::start);
    metricPublisher.start();
  }

  public void close() {
    close(metricPublisher);
    containers.forEach(PipelineConsumers::close);
    others.forEach(PipelineConsumers::close);
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("{} was not closed cleanly: {}", part.getClass().getSimpleName(), e.toString());
    }
  }
}
