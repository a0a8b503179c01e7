/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.operations;

import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.queue.MonotonicClock;

/**
 * The cluster that this instance serves, and what is published about it.
 *
 * @param name the cluster's name
 * @param cache its applications as the informers know them
 * @param cluster its API server
 * @param operations what was published about its commands
 * @param clock the time of its commands
 */
public record ClusterContext(
    String name, AppCache cache, Cluster cluster, OperationLog operations, MonotonicClock clock) {

  /** Publishes in this cluster's name. */
  public OperationPublisher publisher() {
    return new OperationPublisher(name, operations, clock);
  }
}
