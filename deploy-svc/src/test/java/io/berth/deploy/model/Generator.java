/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.model.SomebodyElse.Claim;
import io.berth.deploy.model.Trouble.Effect;
import io.berth.deploy.model.Trouble.Point;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.operation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes the sequence of a seed. */
final class Generator {

  /** In the name of an image whose pods never become ready. */
  static final String BROKEN = "broken";

  private static final int MIN_STEPS = 6;
  private static final int MAX_MORE_STEPS = 20;

  /** Calls that are made one after the other. */
  private static final List<Point> PAUSES =
      List.of(
          Point.READ,
          Point.LIST,
          Point.CREATE_RELEASE,
          Point.WRITE_DEPLOYMENT,
          Point.WRITE_DEPLOYMENT,
          Point.DELETE,
          Point.PUBLISH_ACCEPTED,
          Point.PUBLISH_APPLIED);

  private final Random random;
  private final CommandGenerator commands;
  private final List<AppRef> apps;
  private final List<String> sent = new ArrayList<>();
  private final List<AppRef> subjects = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final boolean foreign;

  private Generator(long seed) {
    // Random begins alike for seeds that follow each other.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.commands = new CommandGenerator(random);
    this.apps = World.APPS.subList(0, 1 + random.nextInt(World.APPS.size()));
    this.foreign = random.nextInt(2) == 0;
  }

  static List<Step> sequence(long seed) {
    return new Generator(seed).steps();
  }

  private List<Step> steps() {
    if (foreign && random.nextInt(3) == 0) {
      place();
    }
    send(commands.deploy(app(), 0));
    int count = MIN_STEPS + random.nextInt(MAX_MORE_STEPS);
    while (steps.size() < count) {
      add();
    }
    return steps;
  }

  private void add() {
    switch (random.nextInt(35)) {
      case 0, 1, 2, 3, 4, 5, 6 -> send(commands.any(app(), sent.size()));
      case 7, 8, 9 -> steps.add(new Step.SendAgain(id()));
      case 10, 11, 12, 13, 14, 15, 16, 17 -> steps.add(handle());
      case 18, 19, 20 -> steps.add(new Step.Tick(random.nextInt(3) == 0 ? trouble() : null));
      case 21, 22 -> steps.add(new Step.Settle());
      case 23 -> steps.add(new Step.Wait(1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 6)));
      case 24, 25 -> steps.add(new Step.TakeOver());
      case 26 -> steps.add(new Step.Restart());
      case 27 -> steps.add(new Step.OtherVerdict(id(), verdict()));
      case 28 -> steps.add(new Step.Lag());
      case 29 -> away();
      case 30, 31, 32 -> pausedDuringTakeOver();
      default -> somebody();
    }
  }

  private void send(Command command) {
    String id = "c" + sent.size();
    sent.add(id);
    subjects.add(command.subject());
    steps.add(new Step.Send(id, command));
  }

  private AppRef app() {
    return apps.get(random.nextInt(apps.size()));
  }

  private String id() {
    return sent.get(random.nextInt(sent.size()));
  }

  private Step handle() {
    AppRef subject = subjects.get(random.nextInt(subjects.size()));
    return new Step.Handle(subject, random.nextInt(4), random.nextInt(3) == 0 ? trouble() : null);
  }

  private @Nullable Trouble trouble() {
    Point point = Point.values()[random.nextInt(Point.values().length)];
    Effect effect = Effect.values()[random.nextInt(Effect.values().length)];
    if (random.nextInt(3) == 0) {
      effect = Effect.PAUSE;
    }
    if (effect == Effect.PAUSE) {
      point = PAUSES.get(random.nextInt(PAUSES.size()));
    }
    if (effect == Effect.FOREIGN_WRITE && !foreign) {
      effect = Effect.FAIL_AFTER;
    }
    return new Trouble(
        point,
        point == Point.READ || point == Point.DELETE ? random.nextInt(6) : random.nextInt(2),
        effect,
        2 + random.nextInt(6));
  }

  /** The owner stands still in the middle of a command, and another instance goes on. */
  private void pausedDuringTakeOver() {
    AppRef app = app();
    if (random.nextBoolean()) {
      send(commands.any(app, sent.size()));
    }
    Point point = PAUSES.get(random.nextInt(PAUSES.size()));
    Trouble pause = new Trouble(point, random.nextInt(3), Effect.PAUSE, 5);
    steps.add(new Step.Handle(app, random.nextInt(3), pause));
    steps.add(new Step.TakeOver());
    steps.add(new Step.Handle(app, random.nextInt(3), null));
    send(random.nextBoolean() ? commands.deploy(app, sent.size()) : commands.any(app, sent.size()));
    steps.add(new Step.Handle(app, 0, null));
    steps.add(random.nextBoolean() ? new Step.Settle() : new Step.Tick(null));
  }

  private Verdict verdict() {
    return switch (random.nextInt(5)) {
      case 0 -> Verdict.FAILED;
      case 1 -> Verdict.SUPERSEDED;
      default -> Verdict.SUCCEEDED;
    };
  }

  private void away() {
    boolean api = random.nextBoolean();
    steps.add(api ? new Step.Api(true) : new Step.Broker(true));
    for (int i = random.nextInt(4); i > 0; i--) {
      add();
    }
    steps.add(api ? new Step.Api(false) : new Step.Broker(false));
  }

  private void somebody() {
    if (!foreign) {
      steps.add(handle());
      return;
    }
    switch (random.nextInt(6)) {
      case 0 -> steps.add(new Step.Meddle(key(app())));
      case 1 -> steps.add(new Step.Delete(key(app())));
      case 2 -> steps.add(new Step.Hold(key(app()), true));
      case 3 -> removedWhileHeld();
      default -> place();
    }
  }

  /** The finalizer may be removed later, or never. */
  private void removedWhileHeld() {
    AppRef app = app();
    ObjectKey key = key(app);
    steps.add(new Step.Hold(key, true));
    send(commands.remove(app));
    steps.add(new Step.Handle(app, random.nextInt(3), random.nextInt(3) == 0 ? trouble() : null));
    for (int i = random.nextInt(4); i > 0; i--) {
      add();
    }
    if (random.nextBoolean()) {
      steps.add(new Step.Hold(key, false));
    }
  }

  private void place() {
    AppRef app = app();
    ObjectKey key = key(app);
    Claim claim = Claim.values()[random.nextInt(Claim.values().length)];
    // The limits of a namespace name no application: the label alone says that they are Berth's.
    boolean limits = key.kind().equals("LimitRange") || key.kind().equals("ResourceQuota");
    steps.add(new Step.Place(key, app.name(), limits ? Claim.NONE : claim));
  }

  /** Of an object under one of the names that Berth derives. */
  private ObjectKey key(AppRef app) {
    String name = app.name();
    return switch (random.nextInt(12)) {
      case 0, 1 -> key("Service", name);
      case 2, 3 -> key("Deployment", name);
      case 4 -> key("Deployment", parallel(name));
      case 5, 6 -> key("ControllerRevision", name + "-r" + (1 + random.nextInt(3)));
      case 7 -> key("PodDisruptionBudget", name);
      case 8 -> key(random.nextBoolean() ? "LimitRange" : "ResourceQuota", "berth");
      default -> key("ConfigMap", config(app));
    };
  }

  private String parallel(String name) {
    List<String> names = Track.parallelNames(name);
    return names.get(random.nextInt(names.size()));
  }

  private String config(AppRef app) {
    return AppManifests.configMap(
            app, TestApps.withConfig(TestApps.spec("x/y:1", 3), "number=" + random.nextInt(3)))
        .orElseThrow();
  }

  private static ObjectKey key(String kind, String name) {
    return new ObjectKey(kind, World.NAMESPACE, name);
  }
}
