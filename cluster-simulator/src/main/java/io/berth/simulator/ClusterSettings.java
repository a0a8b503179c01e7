/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import io.berth.simulator.kubelet.Timings;

/**
 * How a simulated cluster is set up.
 *
 * @param name part of its nodes' names
 * @param port of the API server; 0 takes a free one
 * @param nodes how many
 * @param forward {@code host:port} that container logs are shipped to, empty for nowhere
 * @param timings how long things take
 */
public record ClusterSettings(String name, int port, int nodes, String forward, Timings timings) {

  /** Three nodes, a free port, quick timings: for tests. */
  public static ClusterSettings forTests(String name) {
    return new ClusterSettings(name, 0, 3, "", Timings.FAST);
  }

  public ClusterSettings withForward(String target) {
    return new ClusterSettings(name, port, nodes, target, timings);
  }

  public ClusterSettings withTimings(Timings other) {
    return new ClusterSettings(name, port, nodes, forward, other);
  }

  public ClusterSettings withNodes(int other) {
    return new ClusterSettings(name, port, other, forward, timings);
  }

  public ClusterSettings withPort(int other) {
    return new ClusterSettings(name, other, nodes, forward, timings);
  }
}
