/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static java.util.Map.entry;

import io.berth.events.command.Abort;
import io.berth.events.command.AppSpec;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Pause;
import io.berth.events.command.Probes;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.command.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Commands of a shop. */
public final class CommandSamples {

  public static final CommandMeta BY_ANNA =
      CommandMeta.by("anna").withReason("the sale begins at noon");

  /** Everything that a command can say beside what it wants. */
  public static final CommandMeta IN_WAVES =
      new CommandMeta(
          "release-bot",
          "release 2.4.0",
          Duration.ofMinutes(20),
          List.of("dc-a", "dc-b"),
          new ClusterOrder.Waves(List.of(List.of("dc-a"), List.of("dc-b")), Duration.ofMinutes(5)),
          new PartialFailurePolicy.CanaryFirst("dc-a"),
          41L,
          true);

  public static final AppSpec CART_SPEC =
      new AppSpec(
          Tier.STANDARD,
          "registry.example/shop/cart:2.4.0",
          List.of("--verbose"),
          List.of(new AppSpec.Port("http", 8080)),
          new Probes(
              Probes.Probe.http("/live", 8080),
              new Probes.Probe(
                  new Probes.ProbeCheck.Tcp(8080),
                  Duration.ofSeconds(2),
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(1),
                  3),
              new Probes.Probe(
                  new Probes.ProbeCheck.Exec(List.of("/bin/started")),
                  Duration.ZERO,
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(1),
                  30)),
          Map.of("CURRENCY", "EUR"),
          List.of("cart-database"),
          Map.of("/etc/cart/cart.conf", "ttl = 30m\n"),
          new AppSpec.Limits(500, 268435456),
          3,
          Map.of("dc-b", 4),
          new RolloutStrategy.Canary(
              List.of(
                  new RolloutStrategy.CanaryStep(25, Duration.ofMinutes(10)),
                  new RolloutStrategy.CanaryStep(50, null))),
          true,
          true,
          Map.of("shop.example/team", "checkout"));

  /** The least that a deployment must say. */
  public static final AppSpec SMALL_SPEC =
      new AppSpec(
          Tier.LOW,
          "registry.example/shop/cart:2.3.9",
          List.of(),
          List.of(),
          null,
          Map.of(),
          List.of(),
          Map.of(),
          null,
          1,
          Map.of(),
          new RolloutStrategy.BlueGreen(true, Duration.ofMinutes(15)),
          false,
          false,
          Map.of());

  public static final Deploy DEPLOY_CART = new Deploy(IN_WAVES, Samples.CART, CART_SPEC, true);
  public static final Deploy DEPLOY_BLUE_GREEN =
      new Deploy(BY_ANNA, Samples.CART, SMALL_SPEC, false);
  public static final Deploy DEPLOY_ROLLING =
      new Deploy(BY_ANNA, Samples.CART, rolling(), false, true);
  public static final Scale SCALE_CART = new Scale(BY_ANNA, Samples.CART, 5);
  public static final Rollback ROLL_CART_BACK =
      new Rollback(with(new PartialFailurePolicy.BestEffort()), Samples.CART, 40L);
  public static final Restart RESTART_CART =
      new Restart(with(new PartialFailurePolicy.Quorum(2)), Samples.CART);
  public static final Stop STOP_CART = new Stop(BY_ANNA, Samples.CART);

  private CommandSamples() {}

  static Map<String, Command> all() {
    return Map.ofEntries(
        entry("berth.command.deploy.v1", DEPLOY_CART),
        entry("berth.command.deploy.v1+blue-green", DEPLOY_BLUE_GREEN),
        entry("berth.command.deploy.v1+rolling", DEPLOY_ROLLING),
        entry("berth.command.deploy.v1+pod", PodSamples.DEPLOY_PROXY),
        entry("berth.command.deploy.v1+recreate", PodSamples.DEPLOY_LEDGER),
        entry("berth.command.deploy.v1+stateful", PodSamples.DEPLOY_ORDERS),
        entry("berth.command.rollback.v1", ROLL_CART_BACK),
        entry("berth.command.scale.v1", SCALE_CART),
        entry("berth.command.restart.v1", RESTART_CART),
        entry("berth.command.stop.v1", STOP_CART),
        entry("berth.command.remove.v1", new Remove(BY_ANNA, Samples.CART, "cart")),
        entry("berth.command.pause.v1", new Pause(BY_ANNA, Samples.CART)),
        entry("berth.command.resume.v1", new Resume(BY_ANNA, Samples.CART)),
        entry("berth.command.promote.v1", new Promote(BY_ANNA, Samples.CART)),
        entry("berth.command.abort.v1", new Abort(BY_ANNA, Samples.CART)),
        entry(
            "berth.command.ensure-namespace.v1",
            new EnsureNamespace(
                BY_ANNA,
                "shop",
                EnsureNamespace.Environment.PROD,
                "checkout",
                new EnsureNamespace.Quota(16_000, 34359738368L, 100))));
  }

  private static AppSpec rolling() {
    return new AppSpec(
        Tier.CRITICAL,
        "registry.example/shop/cart:2.4.0",
        List.of(),
        List.of(new AppSpec.Port("http", 8080)),
        new Probes(Probes.Probe.http("/live", 8080), Probes.Probe.http("/ready", 8080), null),
        Map.of(),
        List.of(),
        Map.of(),
        new AppSpec.Limits(500, 268435456),
        3,
        Map.of(),
        new RolloutStrategy.Rolling(25, 10),
        true,
        false,
        Map.of());
  }

  private static CommandMeta with(PartialFailurePolicy policy) {
    return new CommandMeta(
        "anna",
        "errors since noon",
        Duration.ofMinutes(2),
        List.of(),
        new ClusterOrder.AllAtOnce(),
        policy,
        null,
        false);
  }

  /** One command of each verb that needs an application that exists. */
  public static List<Command> onExistingApp(CommandMeta meta, AppRef app) {
    return List.of(
        new Rollback(meta, app, null),
        new Scale(meta, app, 4),
        new Restart(meta, app),
        new Stop(meta, app),
        new Remove(meta, app, app.name()),
        new Pause(meta, app),
        new Resume(meta, app),
        new Promote(meta, app),
        new Abort(meta, app));
  }
}
