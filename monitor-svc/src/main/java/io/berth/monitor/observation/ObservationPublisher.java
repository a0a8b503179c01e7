/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.events.cluster.ClusterEvent;
import io.berth.events.cluster.PodFacts;
import io.berth.events.metrics.ResourceSample;
import io.berth.monitor.observation.Observation.Tick;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Publishes what was observed. Each future completes when the record is acknowledged. */
public interface ObservationPublisher {

  /**
   * The records published before this process started.
   *
   * @param pods the last facts of every pod without a tombstone, by uid
   * @param eventCounts the highest count of each recent Kubernetes Event, by its uid
   */
  record PublishedState(Map<String, PodFacts> pods, Map<String, Integer> eventCounts) {}

  /** Reads back the service's own topics, which are its only memory; blocks. */
  PublishedState readPublished(Instant eventsSince);

  CompletableFuture<?> publishPod(String id, PodFacts facts);

  CompletableFuture<?> removePod(String uid);

  CompletableFuture<?> publishEvent(String id, ClusterEvent event);

  CompletableFuture<?> publishSample(ResourceSample sample);

  CompletableFuture<?> publishObservation(Subject subject, Observation observation);

  /** Publishes the time to every partition, so that every evaluator advances its timers. */
  CompletableFuture<?> publishTick(Tick tick);
}
