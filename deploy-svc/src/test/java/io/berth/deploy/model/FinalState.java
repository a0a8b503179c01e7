/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.rollout.ReplicaCounts;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.command.Scale;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is left of an application, compared with the commands that took effect, applied one after
 * the other. Exact where all of them are rolling updates that nobody disturbed: a canary, a switch
 * or a way back decide by readiness and time.
 */
final class FinalState {

  /** What the comparison looks at. */
  private record State(String image, int replicas, boolean paused, boolean stopped) {}

  private FinalState() {}

  static List<String> violated(World world, Effects effects) {
    List<String> violations = new ArrayList<>();
    for (AppRef app : world.apps()) {
      if (isDisturbed(world, app) || effects.isResurrected(app)) {
        continue;
      }
      Optional<State> expected = expected(world, effects, app);
      State found = found(world, app);
      if (expected != null && !expected.equals(Optional.ofNullable(found))) {
        violations.add(app.name() + " is " + found + " and should be " + expected.orElse(null));
      }
      leftovers(world, app, violations);
    }
    return violations;
  }

  private static @Nullable State found(World world, AppRef app) {
    return world.objects().get(new ObjectKey("Deployment", app.namespace(), app.name()))
            instanceof Deployment deployment
        ? ObservedApp.of(deployment).map(FinalState::state).orElse(null)
        : null;
  }

  private static State state(ObservedApp live) {
    return new State(
        live.deployment().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage(),
        live.replicas(),
        live.paused(),
        live.isStopped());
  }

  /** Null where the model is not exact; empty where there should be nothing. */
  private static @Nullable Optional<State> expected(World world, Effects effects, AppRef app) {
    State state = null;
    String last = "";
    for (ObjectWrite write : effects.of("Deployment", app)) {
      String id = write.isDelete() ? "" : write.annotation(Annotations.COMMAND_ID);
      if (write.isDelete()) {
        state = null;
      } else if (id != null && !id.equals(last)) {
        Command command = world.commands().first(id).map(first -> first.command()).orElse(null);
        if (command == null || !isExact(command)) {
          return null;
        }
        state = after(state, command);
      }
      last = id == null ? last : id;
    }
    return Optional.ofNullable(state);
  }

  /** Somebody else wrote one of the application's Deployments. */
  private static boolean isDisturbed(World world, AppRef app) {
    List<String> names = new ArrayList<>(Track.parallelNames(app.name()));
    names.add(app.name());
    return world.objects().writes().stream()
        .filter(write -> write.writer() == Writer.SOMEBODY)
        .map(ObjectWrite::key)
        .anyMatch(key -> key.kind().equals("Deployment") && names.contains(key.name()));
  }

  private static boolean isExact(Command command) {
    return switch (command.verb()) {
      case "rollback", "abort", "promote" -> false;
      case "deploy" -> ((Deploy) command).spec().strategy() instanceof Rolling;
      default -> true;
    };
  }

  private static State after(@Nullable State before, Command command) {
    if (command instanceof Deploy deploy) {
      return new State(deploy.spec().image(), deploy.spec().replicas(), false, false);
    }
    if (before == null) {
      return new State("nothing", 0, false, false);
    }
    return switch (command.verb()) {
      case "scale" ->
          new State(before.image(), ((Scale) command).replicas(), before.paused(), false);
      case "stop" -> new State(before.image(), 0, false, true);
      case "restart" -> new State(before.image(), before.replicas(), false, before.stopped());
      case "pause" -> new State(before.image(), before.replicas(), true, before.stopped());
      case "resume" -> new State(before.image(), before.replicas(), false, before.stopped());
      default -> throw new AssertionError(command.verb());
    };
  }

  /**
   * Nothing of Berth runs beside an application that has no roll-out in steps, once its own pods
   * are complete.
   */
  private static void leftovers(World world, AppRef app, List<String> violations) {
    ObjectKey own = new ObjectKey("Deployment", app.namespace(), app.name());
    if (world.objects().get(own) instanceof Deployment live
        && (live.getMetadata().getAnnotations().containsKey(Annotations.PARALLEL_RELEASE)
            || !ReplicaCounts.isSettled(live))) {
      return;
    }
    for (String name : Track.parallelNames(app.name())) {
      ObjectKey key = new ObjectKey("Deployment", app.namespace(), name);
      Writer creator = world.objects().creator(key);
      HasMetadata left = world.objects().get(key);
      if (creator != null
          && app.toString().equals(creator.app())
          && left != null
          && !HeldObjects.isTerminating(left)) {
        violations.add(key + " is left over");
      }
    }
  }
}
