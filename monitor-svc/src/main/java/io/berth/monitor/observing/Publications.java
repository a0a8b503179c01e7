/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observing;

import io.berth.events.cluster.ClusterEvent;
import io.berth.events.cluster.PodFacts;
import io.berth.events.metrics.ResourceSample;
import io.berth.monitor.alerting.Observation;
import io.berth.monitor.alerting.Observation.Tick;
import io.berth.monitor.alerting.Subject;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Where what was seen goes. Each future completes when it cannot be lost any more. */
public interface Publications {

  /**
   * What was published before this process started.
   *
   * @param pods the last facts of every pod that is not removed yet, by uid
   * @param eventCounts the highest count of every Kubernetes Event of the last hours, by its uid
   */
  record Before(Map<String, PodFacts> pods, Map<String, Integer> eventCounts) {}

  /** Reads back what this service said itself; blocks. Its own topics are its memory. */
  Before before(Instant eventsSince);

  CompletableFuture<?> pod(String id, PodFacts facts);

  CompletableFuture<?> forgetPod(String uid);

  CompletableFuture<?> event(String id, ClusterEvent event);

  CompletableFuture<?> sample(ResourceSample sample);

  CompletableFuture<?> observation(Subject subject, Observation observation);

  /** Tells every evaluator that time passed. */
  CompletableFuture<?> tick(Tick tick);
}
