/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loops over the topics: starts them when the topics are there, and ends them. */
public final class PipelineTopics {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineTopics.class);

  private final TopicSetup setup;
  private final List<ConsumerLoop> loops;
  private final List<AutoCloseable> others;

  /**
   * @param partitions of topics that must be created; 0 for each topic's default
   * @param replication of such topics; -1 for the broker's default
   * @param loops to start, in this order
   * @param others to close after the loops
   */
  public PipelineTopics(
      KafkaSettings settings,
      int partitions,
      short replication,
      List<ConsumerLoop> loops,
      List<AutoCloseable> others) {
    this.setup = new TopicSetup(settings, partitions, replication);
    this.loops = List.copyOf(loops);
    this.others = List.copyOf(others);
  }

  /**
   * Waits for Kafka, then starts.
   *
   * @throws IllegalStateException where a topic is declared otherwise
   */
  public void start() throws InterruptedException {
    setup.await();
    loops.forEach(ConsumerLoop::start);
  }

  public void close() {
    loops.forEach(PipelineTopics::close);
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
