/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Beside;
import io.berth.deploy.manifest.Manifests;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.release.Release;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written for each step of a roll-out that has steps. */
public final class StagePlans {

  private StagePlans() {}

  /**
   * The step behind the one that stands, or the end: the new release becomes the application's own.
   *
   * @param promotedBy the Promote that asks for it; null where time does
   */
  public static Plan.Write next(
      LiveApp live, Situation situation, Origin origin, @Nullable String promotedBy) {
    Stage stage = stageOf(live);
    Release release = release(situation, stage.release());
    Wanted whole = whole(live, situation, origin, release, stage.total());
    int step = stage.step() + 1;
    return switch (release.spec().strategy()) {
      case Canary(List<CanaryStep> steps) when step < steps.size() ->
          write(
              live,
              situation,
              origin,
              live.replicas(),
              onward(stage, release, share(steps.get(step).percent(), stage.total()), promotedBy));
      case BlueGreen _ when !stage.switched() ->
          write(
              live,
              situation,
              origin,
              live.replicas(),
              onward(stage, release, whole.replicas(), promotedBy));
      case BlueGreen _ when !stage.ending() ->
          plan(
              own(
                  whole,
                  release,
                  null,
                  stage.total(),
                  onward(stage, release, whole.replicas(), promotedBy)),
              situation);
      default -> plan(whole, situation);
    };
  }

  private static Beside onward(
      Stage stage, Release release, int replicas, @Nullable String promotedBy) {
    return new Beside(
        stage.track(),
        release,
        replicas,
        stage.total(),
        stage.step() + 1,
        null,
        promotedBy == null ? stage.promotedBy() : promotedBy);
  }

  /** The same step with other counts, or with the time since when it stands. */
  public static Plan.Write same(
      LiveApp live, Situation situation, int own, int beside, @Nullable Instant since) {
    Stage stage = stageOf(live);
    return write(
        live,
        situation,
        live.origin(),
        own,
        new Beside(
            stage.track(),
            release(situation, stage.release()),
            beside,
            stage.total(),
            stage.step(),
            since,
            stage.promotedBy()));
  }

  /**
   * What ran before has it all again.
   *
   * @param takenBack why, where it is no command's wish
   */
  public static Plan.Write back(
      LiveApp live, Situation situation, Origin origin, @Nullable String takenBack) {
    Release current = release(situation, live.release());
    Wanted whole = whole(live, situation, origin, current, stageOf(live).total());
    return plan(
        new Wanted(
            whole.cluster(),
            whole.app(),
            current,
            whole.replicas(),
            whole.sendReplicas(),
            false,
            null,
            live.restartedAt(),
            whole.disruptionBudgets(),
            origin,
            null,
            takenBack),
        situation);
  }

  private static Plan.Write write(
      LiveApp live, Situation situation, Origin origin, int replicas, Beside beside) {
    Release current = release(situation, live.release());
    Wanted whole = whole(live, situation, origin, current, replicas);
    return plan(own(whole, current, live.restartedAt(), replicas, beside), situation);
  }

  private static Plan.Write plan(Wanted wanted, Situation situation) {
    return new Plan.Write(
        wanted,
        null,
        null,
        wanted.sendReplicas() ? null : Planner.handOver(wanted.replicas(), situation),
        Manifests.of(wanted),
        List.of());
  }

  /** A scaler that is in force has the count of the application's own Deployment all the time. */
  private static Wanted whole(
      LiveApp live, Situation situation, Origin origin, Release release, int replicas) {
    boolean scalers = situation.scalingActive();
    return new Wanted(
        situation.cluster(),
        live.app(),
        release,
        scalers ? live.replicas() : replicas,
        !scalers,
        false,
        null,
        null,
        situation.disruptionBudgets(),
        origin,
        null,
        null);
  }

  static Wanted own(
      Wanted whole, Release release, @Nullable String restartedAt, int replicas, Beside beside) {
    return new Wanted(
        whole.cluster(),
        whole.app(),
        release,
        whole.sendReplicas() ? replicas : whole.replicas(),
        whole.sendReplicas(),
        false,
        null,
        restartedAt,
        whole.disruptionBudgets(),
        whole.origin(),
        beside,
        null);
  }

  private static Stage stageOf(LiveApp live) {
    Stage stage = live.stage();
    if (stage == null) {
      throw new IllegalArgumentException("nothing runs beside " + live.app());
    }
    return stage;
  }

  private static Release release(Situation situation, long number) {
    return situation
        .releases()
        .number(number)
        .orElseThrow(() -> new IllegalStateException("release " + number + " is not kept"));
  }

  /** Rounded up, never none and never more than all. */
  public static int share(int percent, int total) {
    return Math.clamp(Math.ceilDiv((long) total * percent, 100L), 1, Math.max(1, total));
  }
}
