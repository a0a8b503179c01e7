/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;

/** Nodes as the API server shows them. */
public final class TestNodes {

  private TestNodes() {}

  /**
   * A ready node.
   *
   * @param addresses such as {@code InternalIP=10.0.0.1}
   */
  public static Node ready(String name, int port, String... addresses) {
    return of(name, "True", port, addresses);
  }

  public static Node of(String name, String ready, int port, String... addresses) {
    var status =
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus(ready)
            .endCondition()
            .withNewDaemonEndpoints()
            .withNewKubeletEndpoint(port)
            .endDaemonEndpoints();
    for (String address : addresses) {
      String[] parts = address.split("=", 2);
      status = status.addNewAddress(parts[1], parts[0]);
    }
    return status.endStatus().build();
  }
}
