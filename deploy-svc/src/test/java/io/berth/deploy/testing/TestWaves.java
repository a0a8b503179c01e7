/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static io.berth.deploy.testing.TestApps.spec;

import io.berth.events.AppRef;
import io.berth.events.command.Abort;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
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

  /** The same command with other words about who, where and when. */
  public static Command with(CommandMeta meta, Command command) {
    return switch (command) {
      case Deploy it -> new Deploy(meta, it.app(), it.spec(), it.force());
      case Rollback it -> new Rollback(meta, it.app(), it.toRelease());
      case Scale it -> new Scale(meta, it.app(), it.replicas());
      case Restart it -> new Restart(meta, it.app());
      case Stop it -> new Stop(meta, it.app());
      case Remove it -> new Remove(meta, it.app(), it.confirm());
      case Pause it -> new Pause(meta, it.app());
      case Resume it -> new Resume(meta, it.app());
      case Promote it -> new Promote(meta, it.app());
      case Abort it -> new Abort(meta, it.app());
      case EnsureNamespace it ->
          new EnsureNamespace(meta, it.namespace(), it.environment(), it.owner(), it.quota());
    };
  }
}
