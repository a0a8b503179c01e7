/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Stage;
import io.berth.deploy.planning.StagePlans;
import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.rollout.CanaryDecider;
import io.berth.deploy.rollout.CanaryDecider.Look;
import io.berth.deploy.rollout.Counts;
import io.berth.deploy.rollout.Move;
import io.berth.deploy.rollout.Rollout;
import io.berth.events.AppRef;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progressing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of roll-outs that have some. How far one has come stands on the live object and
 * nowhere else, so an instance that dies between two steps is missed by nobody.
 */
public final class Staged implements Stages {

  private final String clusterName;
  private final CanaryDecider decider;
  private final View view;
  private final Operations operations;
  private final Neighbours neighbours;
  private final ReleaseNotes notes;
  private final InstantSource clock;
  private final Strategies strategies;
  private final StageWriter writer;
  private final Map<String, Diagnosis> why = new ConcurrentHashMap<>();
  private final Map<AppRef, Object> told = new ConcurrentHashMap<>();

  /**
   * @param errands runs what no command asks for
   */
  public Staged(
      String clusterName,
      CanaryDecider decider,
      View view,
      Cluster cluster,
      Operations operations,
      Neighbours neighbours,
      Follower follower,
      InstantSource clock,
      Errands errands) {
    this.clusterName = clusterName;
    this.decider = decider;
    this.view = view;
    this.strategies = new Strategies(cluster);
    this.writer = new StageWriter(cluster, view, follower, errands);
    this.operations = operations;
    this.neighbours = neighbours;
    this.notes = new ReleaseNotes(cluster);
    this.clock = clock;
  }

  @Override
  public void look(Rollout rollout, LiveApp live) {
    Stage stage = Objects.requireNonNull(live.stage());
    Optional<Deployment> beside = view.beside(live.app(), stage.track());
    if (beside.isEmpty()) {
      // Somebody else took it away: what is asked for is written again.
      writer.soon(live, (fresh, now) -> StagePlans.same(fresh, now, fresh.replicas(), 1, null));
    } else if (strategies.of(live, stage) instanceof Canary canary) {
      take(rollout, live, decider.next(look(live, beside.get(), canary), clock.instant()));
    }
  }

  private Look look(LiveApp live, Deployment beside, Canary strategy) {
    return new Look(
        live,
        beside,
        strategy,
        Diagnostician.examine(view.sceneBeside(live, beside)),
        neighbours.fleet(live.origin().commandId(), live.app()).alarms().stream()
            .filter(alarm -> alarm.cluster().equals(clusterName))
            .toList());
  }

  private void take(Rollout rollout, LiveApp live, Move move) {
    switch (move) {
      case Move.Hold hold -> hold(rollout, hold);
      case Move.Resize size ->
          writer.soon(
              live,
              (fresh, now) ->
                  StagePlans.same(
                      fresh,
                      now,
                      size.own(),
                      size.beside(),
                      Objects.requireNonNull(live.stage()).since()));
      case Move.Stand stand ->
          writer.soon(
              live,
              (fresh, now) ->
                  StagePlans.same(
                      fresh, now, fresh.replicas(), besideReplicas(live), stand.since()));
      case Move.Advance _ ->
          writer.soon(live, (fresh, now) -> StagePlans.next(fresh, now, fresh.origin(), null));
      case Move.GoBack back -> {
        notes.leave(rollout, Outcome.BAD);
        why.put(rollout.origin().commandId(), back.diagnosis());
        String mark = Verdicts.mark(back.verdict(), back.diagnosis());
        writer.soon(live, (fresh, now) -> StagePlans.back(fresh, now, fresh.origin(), mark));
      }
    }
  }

  private void hold(Rollout rollout, Move.Hold hold) {
    if (!hold.equals(told.put(rollout.app(), hold))) {
      operations.say(
          new Progressing(
              rollout.ref(clusterName, clock.instant()), hold.progress(), hold.forWhat()));
    }
  }

  private int besideReplicas(LiveApp live) {
    return view.beside(live.app(), Objects.requireNonNull(live.stage()).track())
        .map(deployment -> Counts.of(deployment).wanted())
        .orElse(1);
  }

  @Override
  public void tidy(LiveApp live) {
    writer.tidy(live);
  }

  @Override
  public @Nullable Diagnosis why(String commandId) {
    return why.remove(commandId);
  }
}
