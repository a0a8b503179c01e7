/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Abort;
import io.berth.events.command.AppSpec;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Random commands, of all verbs. */
final class CommandGenerator {

  private static final List<RolloutStrategy> STRATEGIES =
      List.of(
          Rolling.standard(),
          new Canary(List.of(new CanaryStep(25, Duration.ofSeconds(2)))),
          new Canary(List.of(new CanaryStep(25, null), new CanaryStep(50, Duration.ofSeconds(2)))),
          new BlueGreen(false, Duration.ofSeconds(4)),
          new BlueGreen(true, Duration.ofSeconds(4)));

  private static final List<String> BOTH = List.of(World.OTHER_CLUSTER, World.CLUSTER);

  private final Random random;
  private final boolean staged;
  private final boolean waves;

  CommandGenerator(Random random) {
    this.random = random;
    this.staged = random.nextInt(3) == 0;
    this.waves = random.nextInt(3) == 0;
  }

  /** The first command of an application, mostly. */
  Command deploy(AppRef app, int number) {
    boolean broken = random.nextInt(6) == 0;
    String image =
        "registry.example/zz/" + (broken ? Generator.BROKEN : "app") + ":" + number + ".0.0";
    AppSpec spec =
        AppSpecBuilder.with(
            TestApps.withConfig(
                TestApps.stepping(image, 3 + random.nextInt(3), strategy()),
                "number=" + random.nextInt(3)),
            it -> it.autoRollback = random.nextInt(3) == 0);
    return new Deploy(meta(), app, spec, random.nextInt(4) == 0);
  }

  private RolloutStrategy strategy() {
    return staged ? STRATEGIES.get(random.nextInt(STRATEGIES.size())) : STRATEGIES.getFirst();
  }

  Command remove(AppRef app) {
    return new Remove(meta(), app, app.name());
  }

  Command any(AppRef app, int number) {
    return switch (random.nextInt(20)) {
      case 0, 1 -> new Scale(meta(), app, random.nextInt(6) == 0 ? 1 : 3 + random.nextInt(4));
      case 2, 3 -> new Restart(meta(), app);
      case 4 -> new Stop(meta(), app);
      case 5 -> new Pause(meta(), app);
      case 6 -> new Resume(meta(), app);
      case 7, 8, 9 -> remove(app);
      case 10 -> new Rollback(meta(), app, random.nextBoolean() ? null : 1L + random.nextInt(3));
      case 11 -> staged || random.nextInt(4) == 0 ? new Promote(meta(), app) : deploy(app, number);
      case 12 -> staged || random.nextInt(4) == 0 ? new Abort(meta(), app) : deploy(app, number);
      case 13 ->
          new EnsureNamespace(
              meta(),
              World.NAMESPACE,
              Environment.QA,
              "ann",
              random.nextBoolean() ? null : new EnsureNamespace.Quota(64_000, 1L << 40, 90));
      default -> deploy(app, number);
    };
  }

  private CommandMeta meta() {
    boolean inWaves = waves && random.nextInt(2) == 0;
    List<String> clusters =
        inWaves ? BOTH : random.nextInt(20) == 0 ? List.of(World.OTHER_CLUSTER) : List.of();
    return new CommandMeta(
        "ann",
        null,
        Duration.ofSeconds(20 + random.nextInt(40)),
        clusters,
        inWaves ? order() : new ClusterOrder.AllAtOnce(),
        random.nextInt(3) == 0
            ? new PartialFailurePolicy.BestEffort()
            : new PartialFailurePolicy.All(),
        random.nextInt(15) == 0 ? Long.valueOf(random.nextInt(4)) : null,
        random.nextInt(15) == 0);
  }

  private ClusterOrder order() {
    boolean second = random.nextInt(4) != 0;
    return new ClusterOrder.Waves(
        second
            ? List.of(List.of(World.OTHER_CLUSTER), List.of(World.CLUSTER))
            : List.of(List.of(World.CLUSTER), List.of(World.OTHER_CLUSTER)),
        Duration.ofSeconds(random.nextInt(3)));
  }
}
