/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.command.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Named examples. */
public final class TestApps {

  public static final AppRef CART = new AppRef("shop", "cart");
  public static final String GOOD = "registry.example/shop/cart:1.0.0";
  public static final CommandMeta ANN = CommandMeta.by("ann").withDeadline(Duration.ofMinutes(3));

  /** A readiness probe may fail for as long as its threshold: three seconds. */
  private static final Probe HEALTH =
      new Probe(
          new ProbeCheck.Http("/health", 8080),
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          3);

  private TestApps() {}

  public static AppRef shop(String name) {
    return new AppRef("shop", name);
  }

  /** An application that breaks no rule. */
  public static AppSpec spec(String image, int replicas) {
    return new AppSpec(
        Tier.STANDARD,
        image,
        List.of(),
        List.of(new Port("http", 8080)),
        new Probes(HEALTH, HEALTH, null),
        Map.of("GREETING", "hello"),
        List.of(),
        Map.of("/etc/cart/cart.conf", "colour=blue\n"),
        new Limits(200, 64L * 1024 * 1024),
        replicas,
        Map.of(),
        Rolling.standard(),
        false,
        false,
        Map.of());
  }

  public static AppSpec with(AppSpec spec, Limits limits, Probes probes) {
    return AppSpecBuilder.with(
        spec,
        it -> {
          it.limits = limits;
          it.probes = probes;
        });
  }

  /** One whose liveness probe kills a container within three seconds, and is not its readiness. */
  public static AppSpec watched(AppSpec spec) {
    Probe liveness =
        new Probe(
            new ProbeCheck.Http("/live", 8080),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            2);
    return with(spec, spec.limits(), new Probes(liveness, Probe.http("/health", 8080), null));
  }

  /** One that may start for that many seconds: its startup probe asks every second. */
  public static AppSpec starting(AppSpec spec, int seconds) {
    Probe startup =
        new Probe(
            new ProbeCheck.Http("/live", 8080),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            seconds);
    Probes probes = spec.probes();
    return with(spec, spec.limits(), new Probes(probes.liveness(), probes.readiness(), startup));
  }

  public static AppSpec withConfig(AppSpec spec, String content) {
    return AppSpecBuilder.with(spec, it -> it.configFiles = Map.of("/etc/cart/cart.conf", content));
  }

  /**
   * One that reserves a tenth of its CPU limit. The tests of every module share the one node of a
   * real cluster, and what they reserve at the same time must fit on it, also for pods whose image
   * does not exist.
   */
  public static AppSpec onSharedNode(AppSpec spec) {
    return AppSpecBuilder.with(spec, it -> it.tier = Tier.BACKOFFICE);
  }

  /** One whose drifts are set right. */
  public static AppSpec healing(AppSpec spec) {
    return AppSpecBuilder.with(spec, it -> it.selfHeal = true);
  }

  public static AppSpec withSecret(AppSpec spec, String secret) {
    return AppSpecBuilder.with(spec, it -> it.secrets = List.of(secret));
  }

  public static AppSpec rollingBack(AppSpec spec) {
    return AppSpecBuilder.with(spec, it -> it.autoRollback = true);
  }

  public static Deploy deploy(String image) {
    return deploy(CART, image);
  }

  public static Deploy deploy(AppRef app, String image) {
    return new Deploy(ANN, app, spec(image, 3), false);
  }

  /** Rolled out by that strategy. */
  public static AppSpec stepping(String image, int replicas, RolloutStrategy strategy) {
    return AppSpecBuilder.with(spec(image, replicas), it -> it.strategy = strategy);
  }
}
