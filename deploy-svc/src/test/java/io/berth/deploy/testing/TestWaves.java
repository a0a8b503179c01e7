/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static io.berth.deploy.testing.TestApps.spec;

import io.berth.events.AppRef;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.PartialFailurePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is sent to two clusters, dc-a before dc-b. */
public final class TestWaves {

  private TestWaves() {}

  /** Too few replicas for production, in the second cluster only. */
  public static Deploy tooFewInDcB(String app, PartialFailurePolicy policy) {
    return new Deploy(
        meta(Duration.ZERO, policy, 180),
        new AppRef("shop", app),
        AppSpecBuilder.with(
            spec("shop/cart:2.0.0", 3), it -> it.replicasByCluster = Map.of("dc-b", 2)),
        false);
  }

  public static CommandMeta meta(Duration bake, PartialFailurePolicy policy, int deadline) {
    return new CommandMeta(
        "ann",
        null,
        Duration.ofSeconds(deadline),
        List.of("dc-a", "dc-b"),
        new ClusterOrder.Waves(List.of(List.of("dc-a"), List.of("dc-b")), bake),
        policy,
        null,
        false);
  }
}
