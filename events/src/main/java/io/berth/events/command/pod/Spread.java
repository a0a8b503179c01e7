/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import io.berth.events.Check;
import org.jspecify.annotations.Nullable;

/**
 * How evenly the application's pods are distributed over nodes, zones or another group of nodes.
 *
 * @param by {@code node}, {@code zone}, or the key of a label that groups nodes
 * @param max by how many pods two groups may differ, 1 to 1000; 1 if left out
 * @param required whether a pod waits where it would differ by more; otherwise it is avoided
 */
public record Spread(String by, @Nullable Integer max, boolean required) {
  public Spread {
    Check check = Check.that();
    Topology.check(check, by);
    if (max != null) {
      check.between("max", max, 1, 1000);
    }
    check.orThrow();
  }

  /** The key of the label that groups the nodes. */
  public String topologyKey() {
    return Topology.key(by);
  }
}
