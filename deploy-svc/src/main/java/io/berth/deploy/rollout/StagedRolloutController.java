/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.ApiRejections;
import io.berth.deploy.cluster.AppCache;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.fleet.FleetView;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ObservedApp.RolloutStage;
import io.berth.deploy.planning.StagePlans;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.rollout.RolloutDecider.RolloutStatus;
import io.berth.events.AppRef;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.Recreate;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progressing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs staged roll-outs. Their progress is stored on the live object only, so another instance can
 * take over between two steps.
 */
public final class StagedRolloutController {

  private static final Logger LOG = LoggerFactory.getLogger(StagedRolloutController.class);

  /** How long after the deadline an abort is tried. */
  private static final Duration TIME_TO_ABORT = Duration.ofSeconds(30);

  private final String clusterName;
  private final CanaryDecider canaryDecider;
  private final BlueGreenDecider blueGreenDecider;
  private final AppCache cache;
  private final OperationLog operations;
  private final FleetView fleetView;
  private final ReleaseOutcomeRecorder outcomes;
  private final MonotonicClock clock;
  private final RolloutStrategies strategies;
  private final StageWriter writer;
  private final Map<String, Diagnosis> abortDiagnoses = new ConcurrentHashMap<>();
  private final Map<AppRef, StageAction.Hold> publishedHolds = new ConcurrentHashMap<>();
  private final Set<AppRef> pendingApps = ConcurrentHashMap.newKeySet();

  /**
   * @param tasks runs steps in order with the application's commands
   */
  public StagedRolloutController(
      ClusterContext context,
      RolloutDecider decider,
      FleetView fleetView,
      RolloutTracker tracker,
      InternalTasks tasks) {
    this.clusterName = context.name();
    this.canaryDecider = new CanaryDecider(decider);
    this.blueGreenDecider = new BlueGreenDecider(decider);
    this.cache = context.cache();
    this.strategies = new RolloutStrategies(context.name(), context.cluster());
    this.writer = new StageWriter(context.cluster(), cache, tracker, tasks);
    this.operations = context.operations();
    this.fleetView = fleetView;
    this.outcomes = new ReleaseOutcomeRecorder(context.name(), context.cluster());
    this.clock = context.clock();
  }

  /** What is to be done about the current step. */
  RolloutStatus evaluate(ObservedApp live) {
    RolloutStage stage = Objects.requireNonNull(live.stage());
    if (stage.isSwitched() && (stage.isEnding() || stage.since() != null)) {
      return new RolloutStatus.Succeeded(
          ReplicaCounts.of(cache.parallel(live.app(), stage.name()).orElseGet(live::deployment)));
    }
    Optional<StageAction> action = stage.isSwitched() ? Optional.empty() : nextAction(live, stage);
    if (isStuck(live, !stage.isSwitched() && action.isEmpty())) {
      return new RolloutStatus.TimedOut(ReplicaCounts.of(live.deployment()), whyStuck(live));
    }
    return action
        .<RolloutStatus>map(RolloutStatus.Staged::new)
        .orElseGet(RolloutStatus.Unchanged::new);
  }

  /**
   * After the deadline the roll-out is aborted, unless that cannot be written either, or its
   * release is gone: then it would never have a verdict.
   */
  private boolean isStuck(ObservedApp live, boolean noAction) {
    Instant since = live.lastCommand().deadline().plus(TIME_TO_ABORT);
    return !clock.asOf(live.lastCommand().commandId()).isBefore(since)
        && (noAction || writer.rejection(live.app()).isPresent());
  }

  private Diagnosis whyStuck(ObservedApp live) {
    return writer
        .rejection(live.app())
        .filter(ClusterRejectedException.class::isInstance)
        .map(ClusterRejectedException.class::cast)
        .map(rejection -> ApiRejections.diagnosis(clusterName, rejection))
        .orElseGet(Diagnostician::unknown);
  }

  private Optional<StageAction> nextAction(ObservedApp live, RolloutStage stage) {
    Optional<Deployment> parallel = cache.parallel(live.app(), stage.name());
    if (parallel.isEmpty()) {
      // Somebody deleted it: it is applied again.
      int first = stage.track() == Track.CANARY ? 1 : stage.total();
      return Optional.of(new StageAction.Resize(live.replicas(), first));
    }
    Instant asOf = clock.asOf(live.lastCommand().commandId());
    return switch (strategies.of(live, stage)) {
      case Canary canary ->
          Optional.of(canaryDecider.next(snapshot(live, parallel.get(), canary), asOf));
      case BlueGreen green ->
          Optional.of(blueGreenDecider.next(snapshot(live, parallel.get(), green), asOf));
      case Rolling _, Recreate _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  private <S extends RolloutStrategy> StageSnapshot<S> snapshot(
      ObservedApp live, Deployment parallel, S strategy) {
    return new StageSnapshot<>(
        live,
        parallel,
        strategy,
        Diagnostician.diagnose(CurrentStatus.of(cache.parallelDiagnosisInput(live, parallel))),
        fleetView.state(live.lastCommand().commandId(), live.app()).alerts().stream()
            .filter(alert -> alert.cluster().equals(clusterName))
            .toList());
  }

  void perform(Rollout rollout, ObservedApp live, StageAction action) {
    switch (action) {
      case StageAction.Hold hold -> publishHold(rollout, hold);
      case StageAction.Resize size ->
          writer.submit(
              live,
              (fresh, now) ->
                  StagePlans.sameStep(
                      fresh,
                      now,
                      size.own(),
                      size.parallel(),
                      Objects.requireNonNull(live.stage()).since()));
      case StageAction.BeginBake stand ->
          writer.submit(
              live,
              (fresh, now) ->
                  StagePlans.sameStep(
                      fresh, now, fresh.replicas(), parallelReplicas(live), stand.since()));
      case StageAction.Advance _ ->
          writer.submit(
              live, (fresh, now) -> StagePlans.next(fresh, now, fresh.lastCommand(), null));
      case StageAction.AbortRollout abort -> {
        outcomes.record(rollout, ReleaseOutcome.BAD);
        abortDiagnoses.put(rollout.command().commandId(), abort.diagnosis());
        String mark = RolloutVerdicts.encode(abort.verdict(), abort.diagnosis());
        writer.submit(
            live, (fresh, now) -> StagePlans.abort(fresh, now, fresh.lastCommand(), mark));
      }
    }
  }

  private void publishHold(Rollout rollout, StageAction.Hold hold) {
    StageAction.Hold before = publishedHolds.put(rollout.app(), hold);
    if (hold.equals(before)) {
      return;
    }
    operations.publish(
        new Progressing(
            rollout.operation(clusterName, clock.instant()), hold.progress(), hold.reason()));
    if (before == null || !hold.reason().equals(before.reason())) {
      LOG.info(
          "Command {} ({}) for {} in {} waits in its roll-out: {}",
          rollout.command().commandId(),
          rollout.command().verb(),
          rollout.app(),
          clusterName,
          hold.reason());
    }
  }

  private int parallelReplicas(ObservedApp live) {
    return cache
        .parallel(live.app(), Objects.requireNonNull(live.stage()).name())
        .map(deployment -> ReplicaCounts.of(deployment).wanted())
        .orElse(1);
  }

  /** Cleans up after a roll-out that has its verdict. */
  void cleanUp(ObservedApp live) {
    RolloutStage stage = live.stage();
    boolean open = false;
    if (stage != null && stage.isSwitched()) {
      open = true;
      nextAction(live, stage)
          .filter(action -> !(action instanceof StageAction.Hold))
          .ifPresent(action -> perform(Rollout.of(live), live, action));
    }
    boolean left = writer.hasLeftovers(live);
    if (left) {
      writer.cleanUp(live);
    }
    if (open || left) {
      pendingApps.add(live.app());
    } else {
      pendingApps.remove(live.app());
    }
  }

  /** Forgets an application that was removed. */
  void forget(AppRef app) {
    pendingApps.remove(app);
    publishedHolds.remove(app);
    writer.forget(app);
  }

  /** The applications with something left to do as time passes. */
  Set<AppRef> pendingApps() {
    return Set.copyOf(pendingApps);
  }

  /** Why a release was aborted; null where an earlier instance did it. */
  @Nullable Diagnosis abortDiagnosis(String commandId) {
    return abortDiagnoses.remove(commandId);
  }
}
