/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.simulator.ClusterSettings;
import io.berth.simulator.SimulatedCluster;

/**
 * A simulated cluster with room for 1,100 pods: those of all test classes that share one stay until
 * its end.
 */
final class RoomyCluster {

  private static final int NODES = 10;

  private RoomyCluster() {}

  static SimulatedCluster start(String name) {
    return SimulatedCluster.start(ClusterSettings.forTests(name).withNodes(NODES));
  }
}
