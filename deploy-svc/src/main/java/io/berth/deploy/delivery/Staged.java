/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Stage;
import io.berth.deploy.planning.StagePlans;
import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.rollout.BlueGreenDecider;
import io.berth.deploy.rollout.CanaryDecider;
import io.berth.deploy.rollout.Counts;
import io.berth.deploy.rollout.Look;
import io.berth.deploy.rollout.Move;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.rollout.Step;
import io.berth.events.AppRef;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progressing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of roll-outs that have some. How far one has come stands on the live object and
 * nowhere else, so an instance that dies between two steps is missed by nobody.
 */
public final class Staged implements Stages {

  private final String clusterName;
  private final CanaryDecider canaries;
  private final BlueGreenDecider switches;
  private final View view;
  private final Operations operations;
  private final Neighbours neighbours;
  private final ReleaseNotes notes;
  private final SteadyTime clock;
  private final Strategies strategies;
  private final StageWriter writer;
  private final Map<String, Diagnosis> why = new ConcurrentHashMap<>();
  private final Map<AppRef, Object> told = new ConcurrentHashMap<>();
  private final Set<AppRef> waiting = ConcurrentHashMap.newKeySet();

  /**
   * @param errands runs what no command asks for
   */
  public Staged(
      String clusterName,
      RolloutDecider patience,
      View view,
      Cluster cluster,
      Operations operations,
      Neighbours neighbours,
      Follower follower,
      SteadyTime clock,
      Errands errands) {
    this.clusterName = clusterName;
    this.canaries = new CanaryDecider(patience);
    this.switches = new BlueGreenDecider(patience);
    this.view = view;
    this.strategies = new Strategies(cluster);
    this.writer = new StageWriter(cluster, view, follower, errands);
    this.operations = operations;
    this.neighbours = neighbours;
    this.notes = new ReleaseNotes(cluster);
    this.clock = clock;
  }

  @Override
  public Step look(Rollout rollout, LiveApp live) {
    Stage stage = Objects.requireNonNull(live.stage());
    if (!stage.switched()) {
      next(live, stage).ifPresent(move -> take(rollout, live, move));
    } else if (stage.ending() || stage.since() != null) {
      return new Step.Succeeded(
          Counts.of(view.beside(live.app(), stage.track()).orElseGet(live::deployment)));
    }
    return new Step.Waiting();
  }

  private Optional<Move> next(LiveApp live, Stage stage) {
    Optional<Deployment> beside = view.beside(live.app(), stage.track());
    if (beside.isEmpty()) {
      // Somebody else took it away: what is asked for is written again.
      int first = stage.track() == Track.CANARY ? 1 : stage.total();
      return Optional.of(new Move.Resize(live.replicas(), first));
    }
    Instant asOf = clock.asOf(live.origin().commandId());
    return switch (strategies.of(live, stage)) {
      case Canary canary -> Optional.of(canaries.next(look(live, beside.get(), canary), asOf));
      case BlueGreen green -> Optional.of(switches.next(look(live, beside.get(), green), asOf));
      case Rolling _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  private <S extends RolloutStrategy> Look<S> look(LiveApp live, Deployment beside, S strategy) {
    return new Look<>(
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
    Stage stage = live.stage();
    if (stage != null && stage.switched()) {
      waiting.add(live.app());
      next(live, stage)
          .filter(move -> !(move instanceof Move.Hold))
          .ifPresent(move -> take(Rollout.of(live), live, move));
    } else if (stage == null && writer.leftOver(live)) {
      waiting.add(live.app());
      writer.tidy(live);
    } else {
      waiting.remove(live.app());
    }
  }

  @Override
  public void gone(AppRef app) {
    waiting.remove(app);
    told.remove(app);
  }

  @Override
  public Set<AppRef> waiting() {
    return Set.copyOf(waiting);
  }

  @Override
  public @Nullable Diagnosis why(String commandId) {
    return why.remove(commandId);
  }
}
