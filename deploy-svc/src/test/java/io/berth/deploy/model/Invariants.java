/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.planning.CommandFencing;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.AppRef;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Command;
import io.berth.events.command.Remove;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What holds after every sequence. */
final class Invariants {

  private final World world;
  private final Effects effects;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Operation> verdicts = new LinkedHashMap<>();
  private final Set<String> accepted = new HashSet<>();

  private Invariants(World world) {
    this.world = world;
    this.effects = new Effects(world);
  }

  /** What is violated, one a line; empty where nothing is. */
  static List<String> violated(World world) {
    Invariants invariants = new Invariants(world);
    invariants.violations.addAll(world.failures());
    invariants.violations.addAll(world.objects().trespasses());
    invariants.everyCommandHasOneVerdict();
    invariants.verdictsAreTrue();
    invariants.effectsAreInOrder();
    invariants.violations.addAll(FinalState.violated(world, invariants.effects));
    return invariants.violations;
  }

  private void everyCommandHasOneVerdict() {
    Set<String> stale = new HashSet<>();
    for (OperationsLog.Published record : world.operations().records()) {
      String id = record.operation().ref().commandId();
      if (record.stale()) {
        stale.add(id);
      }
      if (record.operation() instanceof Accepted) {
        accepted.add(id);
      }
      if (!verdicts.containsKey(id)) {
        if (isVerdict(record.operation())) {
          verdicts.put(id, record.operation());
        }
      } else if (!stale.contains(id)) {
        violations.add("published after the verdict of " + id + ": " + words(record.operation()));
      }
    }
    for (ReceivedCommand received : world.commands().commands()) {
      boolean targeted = received.command().meta().targets(World.CLUSTER);
      if (targeted != verdicts.containsKey(received.id())) {
        violations.add(
            targeted
                ? received.id() + " has no verdict"
                : received.id() + " is not for this cluster and has a verdict");
      }
    }
    Set<String> rollbacks = new TreeSet<>();
    world.operations().records().stream()
        .map(record -> record.operation().ref().commandId())
        .filter(id -> world.commands().first(id).isEmpty())
        .forEach(rollbacks::add);
    rollbacks.removeAll(verdicts.keySet());
    rollbacks.forEach(id -> violations.add(id + " has no verdict"));
  }

  private static boolean isVerdict(Operation operation) {
    return operation instanceof Concluded || operation instanceof Rejected;
  }

  private static String words(Operation operation) {
    return operation instanceof Concluded end
        ? end.verdict() + " " + end.supersededBy() + " " + end.summary()
        : operation.getClass().getSimpleName();
  }

  private void verdictsAreTrue() {
    verdicts.forEach(
        (id, verdict) -> {
          switch (verdict) {
            case Rejected _ when !accepted.contains(id) -> wroteNothing(id, "was rejected");
            case Rejected _ -> tookNoEffect(id, "was rejected");
            case Concluded end when end.verdict() == Verdict.SUCCEEDED -> succeeded(id, end);
            case Concluded end when end.verdict() == Verdict.SUPERSEDED -> superseded(id, end);
            case Concluded end when saysThatNothingWasWritten(end) ->
                tookNoEffect(id, "says that nothing was written");
            default -> {}
          }
        });
  }

  private static boolean saysThatNothingWasWritten(Concluded end) {
    return end.summary().toLowerCase(Locale.ROOT).contains("nothing was written");
  }

  private void succeeded(String id, Concluded end) {
    Command command = world.commands().first(id).map(ReceivedCommand::command).orElse(null);
    if (command == null) {
      return;
    }
    if (command.meta().dryRun()) {
      wroteNothing(id, "is a dry run");
    } else if (command instanceof ApplicationCommand
        && !end.summary().contains("Nothing was written here")
        && !effects.has(id, command.subject())
        && !(command instanceof Remove && effects.hasDeletion(command.subject()))) {
      violations.add(id + " succeeded without an effect: " + end.summary());
    }
  }

  private void superseded(String id, Concluded end) {
    String by = end.supersededBy();
    if (by == null || by.equals("another")) {
      return;
    }
    long mine = offset(id);
    if (by.equals(id) || (offset(by) >= 0 && offset(by) < mine)) {
      violations.add(id + " was superseded by " + by);
    }
    if (end.summary().contains("It was not written here")) {
      tookNoEffect(id, "says that it was not written here");
    }
  }

  private void wroteNothing(String id, String why) {
    List<ObjectWrite> writes = effects.handling(id);
    if (!writes.isEmpty()) {
      violations.add(id + " " + why + ", and wrote " + writes.getFirst().key());
    }
    tookNoEffect(id, why);
  }

  private void tookNoEffect(String id, String why) {
    AppRef app = verdicts.get(id).ref().app();
    boolean application =
        world
            .commands()
            .first(id)
            .map(received -> received.command() instanceof ApplicationCommand)
            .orElse(true);
    // A paused instance may still write what its successor has given up: a limit.
    if (application && effects.has(id, app) && !effects.isStale(id, app)) {
      violations.add(id + " " + why + ", and took effect");
    }
  }

  private void effectsAreInOrder() {
    for (AppRef app : world.apps()) {
      if (effects.isResurrected(app)) {
        continue;
      }
      for (String kind : List.of("Deployment", "Service", "PodDisruptionBudget")) {
        inOrder(kind + " of " + app.name(), effects.commandsOf(kind, app));
      }
      removedOnce(app);
    }
    world.commands().commands().stream()
        .filter(received -> !effects.isResurrected(received.command().subject()))
        .map(ReceivedCommand::id)
        .filter(id -> effects.releases(id) > 1)
        .forEach(id -> violations.add(id + " created " + effects.releases(id) + " releases"));
  }

  private void inOrder(String object, List<String> ids) {
    if (new HashSet<>(ids).size() < ids.size()) {
      violations.add("a command wrote again over another one: " + object + " " + ids);
    }
    for (int i = 1; i < ids.size(); i++) {
      if (offset(ids.get(i)) < offset(ids.get(i - 1))) {
        violations.add("an older command wrote over a newer one: " + object + " " + ids);
      }
    }
  }

  /** A Remove deletes what older commands left, and nothing that a newer one wrote. */
  private void removedOnce(AppRef app) {
    long newest = -1;
    for (ObjectWrite write : effects.of("Deployment", app)) {
      String id = write.writer().commandId();
      if (write.isDelete() && id != null) {
        boolean remove =
            world.commands().first(id).map(it -> it.command() instanceof Remove).orElse(false);
        if (remove && offset(id) < newest) {
          violations.add(id + " removed " + app.name() + " of a newer command");
        }
      }
      String by = write.annotation(io.berth.deploy.manifest.Annotations.COMMAND_ID);
      newest = by == null ? newest : Math.max(newest, offset(by));
    }
  }

  /** Of the first record; a rollback counts as what it undoes. */
  private long offset(String id) {
    String command =
        id.endsWith(CommandFencing.ROLLBACK)
            ? id.substring(0, id.length() - CommandFencing.ROLLBACK.length())
            : id;
    return world.commands().first(command).map(first -> first.position().offset()).orElse(-1L);
  }
}
