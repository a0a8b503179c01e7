/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.Abort;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What there is to be asked for, what has to be there before, and what is to be seen of it. */
public enum CommandVerb {
  DEPLOY(CommandVerb::running, app -> deploy(app, Given.NEXT)),
  FIRST_DEPLOY((_, _) -> {}, app -> deploy(app, GOOD)),
  ROLLBACK(CommandVerb::upgraded, app -> new Rollback(Given.ANN, app, null)),
  SCALE(CommandVerb::running, app -> new Scale(Given.ANN, app, 5)),
  RESTART(CommandVerb::running, app -> new Restart(Given.ANN, app)),
  STOP(CommandVerb::running, app -> new Stop(Given.ANN, app)),
  PAUSE(CommandVerb::running, app -> new Pause(Given.ANN, app)),
  RESUME(CommandVerb::paused, app -> new Resume(Given.ANN, app)),
  PROMOTE(CommandVerb::waitingCanary, app -> new Promote(Given.ANN, app)),
  ABORT(CommandVerb::waitingCanary, app -> new Abort(Given.ANN, app)),
  REMOVE(CommandVerb::running, app -> new Remove(Given.ANN, app, app.name())),
  ENSURE_NAMESPACE(
      (_, _) -> {}, app -> new EnsureNamespace(Given.ANN, app.name(), Environment.QA, "ann", null));

  /** Named values. */
  public static final class Given {
    public static final CommandMeta ANN = CommandMeta.by("ann").withDeadline(Duration.ofMinutes(4));
    public static final String NEXT = "registry.example/shop/cart:2.0.0";

    private Given() {}
  }

  private final BiConsumer<Harness, AppRef> before;
  private final Function<AppRef, Command> command;

  CommandVerb(BiConsumer<Harness, AppRef> before, Function<AppRef, Command> command) {
    this.before = before;
    this.command = command;
  }

  /** An application of its own. */
  public AppRef app(String prefix) {
    return TestApps.shop(prefix + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  public void prepare(Harness berth, AppRef app) {
    before.accept(berth, app);
  }

  public Command command(AppRef app) {
    return command.apply(app);
  }

  /** What there is to be seen of it, and would be another one if it were done twice. */
  public Object effect(Harness berth, AppRef app) {
    Deployment live = berth.live(app);
    if (live == null) {
      return this == ENSURE_NAMESPACE
              && berth.cluster.namespaces().withName(app.name()).get() != null
          ? "a namespace"
          : "nothing";
    }
    Map<String, String> annotations = live.getMetadata().getAnnotations();
    return switch (this) {
      case FIRST_DEPLOY, DEPLOY, ROLLBACK ->
          "release " + annotations.get("berth.io/release") + " of " + releases(berth, app);
      case SCALE, STOP -> live.getSpec().getReplicas();
      case RESTART ->
          live.getSpec().getTemplate().getMetadata().getAnnotations().get("berth.io/restarted-at");
      case PAUSE, RESUME -> Boolean.TRUE.equals(live.getSpec().getPaused());
      case PROMOTE -> "step " + annotations.get("berth.io/step");
      case ABORT -> releases(berth, app);
      case REMOVE, ENSURE_NAMESPACE -> "an application";
    };
  }

  /** That, of one that is done once. */
  public Object wanted(Envelope<Command> sent) {
    return switch (this) {
      case FIRST_DEPLOY -> "release 1 of 1";
      case DEPLOY -> "release 2 of 2";
      case ROLLBACK -> "release 3 of 3";
      case SCALE -> 5;
      case STOP -> 0;
      case RESTART -> sent.time().toString();
      case PAUSE -> true;
      case RESUME -> false;
      case PROMOTE -> "step 1"; // of three, all of which wait for one
      case ABORT -> 2;
      case REMOVE -> "nothing";
      case ENSURE_NAMESPACE -> "a namespace";
    };
  }

  private static int releases(Harness berth, AppRef app) {
    return berth
        .cluster
        .apps()
        .controllerRevisions()
        .inNamespace(app.namespace())
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems()
        .size();
  }

  public static Deploy deploy(AppRef app, String image) {
    return new Deploy(Given.ANN, app, spec(image, 3), false);
  }

  private static void running(Harness berth, AppRef app) {
    succeeded(berth, deploy(app, GOOD));
  }

  private static void upgraded(Harness berth, AppRef app) {
    running(berth, app);
    succeeded(berth, deploy(app, Given.NEXT));
  }

  private static void paused(Harness berth, AppRef app) {
    running(berth, app);
    succeeded(berth, new Pause(Given.ANN, app));
  }

  private static void waitingCanary(Harness berth, AppRef app) {
    running(berth, app);
    Canary steps =
        new Canary(
            List.of(new CanaryStep(25, null), new CanaryStep(50, null), new CanaryStep(75, null)));
    berth.awaitPromote(
        berth.send(new Deploy(Given.ANN, app, TestApps.stepping(Given.NEXT, 3, steps), false)));
  }

  public static void succeeded(Harness berth, Command command) {
    String id = berth.send(command);
    assertThat(berth.concluded(id).verdict()).as(id).isEqualTo(Verdict.SUCCEEDED);
  }
}
