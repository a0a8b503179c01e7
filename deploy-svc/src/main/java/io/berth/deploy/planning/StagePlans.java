/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.ParallelRelease;
import io.berth.deploy.planning.ObservedApp.RolloutStage;
import io.berth.deploy.release.Release;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plans for each step of a staged roll-out. */
public final class StagePlans {

  private StagePlans() {}

  /**
   * The step after the current one, or the end: the new release becomes the application's own.
   *
   * @param promotedBy the Promote that asks for it; null where time does
   */
  public static Plan.Apply next(
      ObservedApp live, ClusterSnapshot snapshot, CommandRef command, @Nullable String promotedBy) {
    RolloutStage stage = stageOf(live);
    Release release = release(snapshot, stage.release());
    DesiredState full = fullState(live, snapshot, command, release, stage.total());
    int step = stage.step() + 1;
    return switch (release.spec().strategy()) {
      case Canary(List<CanaryStep> steps) when step < steps.size() ->
          write(
              live,
              snapshot,
              command,
              live.replicas(),
              nextParallel(
                  stage, release, share(steps.get(step).percent(), stage.total()), promotedBy));
      case BlueGreen _ when !stage.isSwitched() ->
          write(
              live,
              snapshot,
              command,
              live.replicas(),
              nextParallel(stage, release, full.replicas(), promotedBy));
      case BlueGreen _ when !stage.isEnding() ->
          plan(
              withParallel(
                  full,
                  release,
                  null,
                  stage.total(),
                  nextParallel(stage, release, full.replicas(), promotedBy)),
              snapshot);
      default -> plan(full, snapshot);
    };
  }

  private static ParallelRelease nextParallel(
      RolloutStage stage, Release release, int replicas, @Nullable String promotedBy) {
    return new ParallelRelease(
        stage.track(),
        stage.name(),
        release,
        replicas,
        stage.total(),
        stage.step() + 1,
        null,
        promotedBy == null ? stage.promotedBy() : promotedBy);
  }

  /** The same step with other replica counts, or with its bake time started. */
  public static Plan.Apply sameStep(
      ObservedApp live, ClusterSnapshot snapshot, int own, int parallel, @Nullable Instant since) {
    RolloutStage stage = stageOf(live);
    return write(
        live,
        snapshot,
        live.lastCommand(),
        own,
        new ParallelRelease(
            stage.track(),
            stage.name(),
            release(snapshot, stage.release()),
            parallel,
            stage.total(),
            stage.step(),
            since,
            stage.promotedBy()));
  }

  /**
   * The previous release gets all replicas back.
   *
   * @param takenBack why, where no command asked for it
   */
  public static Plan.Apply abort(
      ObservedApp live, ClusterSnapshot snapshot, CommandRef command, @Nullable String takenBack) {
    Release current = release(snapshot, live.release());
    DesiredState full = fullState(live, snapshot, command, current, stageOf(live).total());
    return plan(
        new DesiredState(
            full.cluster(),
            full.app(),
            current,
            full.replicas(),
            full.sendReplicas(),
            false,
            null,
            live.restartedAt(),
            full.disruptionBudgets(),
            command,
            null,
            takenBack),
        snapshot);
  }

  private static Plan.Apply write(
      ObservedApp live,
      ClusterSnapshot snapshot,
      CommandRef command,
      int replicas,
      ParallelRelease parallel) {
    Release current = release(snapshot, live.release());
    DesiredState full = fullState(live, snapshot, command, current, replicas);
    return plan(withParallel(full, current, live.restartedAt(), replicas, parallel), snapshot);
  }

  private static Plan.Apply plan(DesiredState desired, ClusterSnapshot snapshot) {
    return new Plan.Apply(
        desired,
        null,
        null,
        desired.sendReplicas() ? null : Planner.scalerReplicas(desired.replicas(), snapshot),
        AppManifests.of(desired),
        List.of());
  }

  /**
   * While a scaling policy is in force, the scaler owns the count of the application's own
   * Deployment.
   */
  private static DesiredState fullState(
      ObservedApp live,
      ClusterSnapshot snapshot,
      CommandRef command,
      Release release,
      int replicas) {
    boolean scalers = snapshot.scalingActive();
    return new DesiredState(
        snapshot.cluster(),
        live.app(),
        release,
        scalers ? live.replicas() : replicas,
        !scalers,
        false,
        null,
        null,
        snapshot.disruptionBudgets(),
        command,
        null,
        null);
  }

  static DesiredState withParallel(
      DesiredState full,
      Release release,
      @Nullable String restartedAt,
      int replicas,
      ParallelRelease parallel) {
    return new DesiredState(
        full.cluster(),
        full.app(),
        release,
        full.sendReplicas() ? replicas : full.replicas(),
        full.sendReplicas(),
        false,
        null,
        restartedAt,
        full.disruptionBudgets(),
        full.command(),
        parallel,
        null);
  }

  private static RolloutStage stageOf(ObservedApp live) {
    RolloutStage stage = live.stage();
    if (stage == null) {
      throw new IllegalArgumentException("nothing runs beside " + live.app());
    }
    return stage;
  }

  private static Release release(ClusterSnapshot snapshot, long number) {
    return snapshot
        .releases()
        .number(number)
        .orElseThrow(() -> new IllegalStateException("release " + number + " is not kept"));
  }

  /** Rounded up; at least one and at most all. */
  public static int share(int percent, int total) {
    return Math.clamp(Math.ceilDiv((long) total * percent, 100L), 1, Math.max(1, total));
  }
}
