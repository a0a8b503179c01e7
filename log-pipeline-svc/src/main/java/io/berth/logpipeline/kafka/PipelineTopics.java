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

/** The loops over the topics: starts them when the topics are there, and ends them. */
public final class PipelineTopics {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineTopics.class);

  private static final Duration LONGEST_WAIT_FOR_PODS = Duration.ofSeconds(10);

  private final TopicSetup setup;
  private final @Nullable PodsReader pods;
  private final List<ConsumerLoop> loops;
  private final FiguresLoop figures;
  private final List<AutoCloseable> others;

  /**
   * @param partitions of topics that must be created; 0 for each topic's default
   * @param replication of such topics; -1 for the broker's default
   * @param pods to read before the loops start; null where none needs them
   * @param loops to start, in this order
   * @param figures to start last
   * @param others to close after the loops
   */
  public PipelineTopics(
      KafkaSettings settings,
      int partitions,
      short replication,
      @Nullable PodsReader pods,
      List<ConsumerLoop> loops,
      FiguresLoop figures,
      List<AutoCloseable> others) {
    this.setup = new TopicSetup(settings, partitions, replication);
    this.pods = pods;
    this.loops = List.copyOf(loops);
    this.figures = figures;
    this.others = List.copyOf(others);
  }

  /**
   * Waits for Kafka, then starts.
   *
   * @throws IllegalStateException where a topic is declared otherwise
   */
  public void start() throws InterruptedException {
    setup.await();
    if (pods != null) {
      pods.start(LONGEST_WAIT_FOR_PODS);
    }
    loops.forEach(ConsumerLoop::start);
    figures.start();
  }

  public void close() {
    close(figures);
    loops.forEach(PipelineTopics::close);
    if (pods != null) {
      close(pods);
    }
    others.forEach(PipelineTopics::close);
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("{} did not close in order: {}", part.getClass().getSimpleName(), e.toString());
    }
  }
}
