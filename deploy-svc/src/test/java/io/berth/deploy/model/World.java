/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One cluster, the topics, and two instances of the service, of which one owns the partitions. A
 * sequence of steps has the same outcome each time.
 */
final class World {

  static final String CLUSTER = "dc-b";
  static final String OTHER_CLUSTER = "dc-a";
  static final String NAMESPACE = "zz";

  /** Names that contain each other, that look derived, and that the namespace has too. */
  static final List<AppRef> APPS =
      List.of(
          new AppRef(NAMESPACE, "zz"),
          new AppRef(NAMESPACE, "zz-canary"),
          new AppRef(NAMESPACE, "zz-preview"));

  private static final Instant BEGIN = Instant.parse("2026-05-04T12:00:00Z");
  private static final Duration ROUND = Duration.ofSeconds(6);

  /** How long after the last deadline everything has ended. */
  private static final Duration GRACE = Duration.ofSeconds(90);

  private final PlantedFault fault;
  private final ApiObjects objects;
  private final CommandLog commands = new CommandLog();
  private final OperationsLog operations = new OperationsLog();
  private final List<String> failures = new ArrayList<>();
  private final Instance[] instances = new Instance[2];
  private final Set<Instance> paused = new HashSet<>();
  private List<Step> steps = List.of();
  private int next;
  private int created;
  private int owner;
  private boolean unassigned;
  private boolean apiAway;
  private boolean brokerAway;
  private Instant now = BEGIN;

  World() {
    this(PlantedFault.NONE);
  }

  World(PlantedFault fault) {
    this.fault = fault;
    this.objects = new ApiObjects(has(PlantedFault.VERSIONS_IGNORED));
    objects.create(
        new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build(),
        Writer.SOMEBODY);
    instances[0] = newInstance();
    instances[1] = newInstance();
    instances[0].takeOver();
  }

  private Instance newInstance() {
    created++;
    return new Instance("instance " + created, this);
  }

  boolean has(PlantedFault planted) {
    return fault == planted;
  }

  ApiObjects objects() {
    return objects;
  }

  CommandLog commands() {
    return commands;
  }

  OperationsLog operations() {
    return operations;
  }

  List<AppRef> apps() {
    return APPS;
  }

  boolean isApiAway() {
    return apiAway;
  }

  boolean isBrokerAway() {
    return brokerAway;
  }

  Instant now() {
    return now;
  }

  long nanos() {
    return Duration.between(BEGIN, now).toNanos();
  }

  boolean isOwner(Instance instance) {
    return !unassigned && instances[owner] == instance;
  }

  /** What must not happen in any sequence. */
  void fail(String what) {
    failures.add(what);
  }

  List<String> failures() {
    return failures;
  }

  /** Runs the steps, then lets everything come to its end. */
  void run(List<Step> sequence) {
    steps = sequence;
    while (next < steps.size()) {
      step(steps.get(next++));
    }
    finish();
  }

  /** The next steps happen while an instance stands still; its informers stand still too. */
  void whilePaused(Instance instance, int count) {
    if (!paused.isEmpty()) {
      return;
    }
    paused.add(instance);
    instance.informers().lag();
    for (int i = 0; i < count && next < steps.size(); i++) {
      step(steps.get(next++));
    }
    paused.remove(instance);
    if (!isOwner(instance)) {
      instance.doubt();
    }
  }

  private void step(Step step) {
    switch (step) {
      case Step.Send send -> commands.send(send.id(), send.command(), now);
      case Step.SendAgain again ->
          commands
              .first(again.id())
              .ifPresent(first -> commands.send(first.id(), first.command(), first.issuedAt()));
      case Step.Handle handle ->
          act(handle.trouble(), acting -> acting.handle(handle.subject(), handle.ahead()));
      case Step.Tick tick -> act(tick.trouble(), Instance::tick);
      case Step.Settle _ -> settle();
      case Step.Lag _ -> instances[owner].informers().lag();
      case Step.Wait wait -> now = now.plusSeconds(wait.seconds());
      case Step.TakeOver _ -> takeOver();
      case Step.Restart _ -> restart(instances[owner]);
      case Step.OtherVerdict other ->
          operations.conclude(other.id(), OTHER_CLUSTER, other.verdict(), now, supersededBy(other));
      case Step.Place place -> SomebodyElse.place(objects, place.key(), place.app(), place.claim());
      case Step.Delete delete -> SomebodyElse.delete(objects, delete.key());
      case Step.Meddle meddle -> SomebodyElse.meddle(objects, meddle.key());
      case Step.Hold hold -> objects.hold(hold.key(), hold.held());
      case Step.Api api -> apiAway = api.away();
      case Step.Broker broker -> broker(broker.away());
    }
  }

  private static @Nullable String supersededBy(Step.OtherVerdict other) {
    return other.verdict() == io.berth.events.operation.Verdict.SUPERSEDED ? "another" : null;
  }

  private void broker(boolean away) {
    brokerAway = away;
    if (!away && unassigned) {
      assign();
    }
  }

  private void assign() {
    unassigned = brokerAway;
    if (!brokerAway) {
      instances[owner].takeOver();
    }
  }

  private void takeOver() {
    Instance other = instances[1 - owner];
    if (brokerAway || paused.contains(other)) {
      return;
    }
    Instance before = instances[owner];
    owner = 1 - owner;
    if (!paused.contains(before)) {
      before.release();
    }
    assign();
  }

  /** It dies, as by kill -9. */
  private void restart(Instance dead) {
    if (paused.contains(dead)) {
      takeOver();
      return;
    }
    boolean owned = instances[owner] == dead;
    instances[instances[0] == dead ? 0 : 1] = newInstance();
    if (owned) {
      assign();
    }
  }

  private interface Action {
    void by(Instance acting);
  }

  private void act(@Nullable Trouble trouble, Action action) {
    Instance acting = instances[owner];
    if (unassigned || paused.contains(acting)) {
      return;
    }
    acting.plan(trouble);
    try {
      acting.revalidate();
      action.by(acting);
      acting.runTasks();
    } catch (ProcessDeath e) {
      restart(acting);
    } catch (BrokerAwayException e) {
      // The commit is lost: the record is read again after the next restart.
    } finally {
      acting.plan(null);
    }
    if (!isOwner(acting)) {
      acting.release();
    }
  }

  private void settle() {
    DeploymentStatuses.settle(objects);
    for (Instance instance : instances) {
      if (!paused.contains(instance)) {
        instance.informers().catchUp();
      }
    }
  }

  /** Everything is healthy again, and time passes until after the last deadline. */
  private void finish() {
    apiAway = false;
    broker(false);
    Instant end =
        commands.records().stream()
            .map(ReceivedCommand::deadline)
            .reduce(now, (one, other) -> one.isAfter(other) ? one : other)
            .plus(GRACE);
    while (now.isBefore(end)) {
      settle();
      for (AppRef subject : commands.subjects()) {
        for (int i = 0; i < commands.records(subject).size(); i++) {
          act(null, acting -> acting.handle(subject, 2));
        }
      }
      act(null, Instance::tick);
      now = now.plus(ROUND);
    }
  }
}
