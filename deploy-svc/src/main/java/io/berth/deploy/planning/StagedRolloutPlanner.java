/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.ParallelRelease;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.ObservedApp.RolloutStage;
import io.berth.deploy.release.Release;
import io.berth.events.command.Abort;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Deploy;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.RolloutStrategy.Recreate;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.command.Scale;
import java.util.List;
import java.util.Optional;

/** Plans roll-outs that start parallel to the running release. */
final class StagedRolloutPlanner {

  private StagedRolloutPlanner() {}

  /** The first step, where the strategy has steps and a release is running. */
  static Optional<DesiredState> firstStage(
      DesiredState full, ReceivedCommand received, ClusterSnapshot snapshot) {
    ObservedApp live = snapshot.live();
    Release current = snapshot.current();
    if (live == null
        || current == null
        || live.isStopped()
        || live.replicas() == 0
        || !(received.command() instanceof Deploy)) {
      return Optional.empty();
    }
    return first(full, live)
        .map(
            parallel ->
                StagePlans.withParallel(
                    full, current, live.restartedAt(), full.replicas(), parallel));
  }

  private static Optional<ParallelRelease> first(DesiredState full, ObservedApp live) {
    int all = full.replicas();
    return switch (full.release().spec().strategy()) {
      case Rolling _, Recreate _ -> Optional.empty();
      case Canary(List<CanaryStep> steps) ->
          Optional.of(
              parallel(
                  full, live, Track.CANARY, StagePlans.share(steps.getFirst().percent(), all)));
      case BlueGreen _ -> Optional.of(parallel(full, live, Track.PREVIEW, all));
    };
  }

  /** In the existing Deployment of that track, under whichever name it has. */
  private static ParallelRelease parallel(
      DesiredState full, ObservedApp live, Track track, int replicas) {
    RolloutStage stage = live.stage();
    String name =
        stage != null && stage.track() == track ? stage.name() : track.nameFor(full.app().name());
    return new ParallelRelease(
        track, name, full.release(), replicas, full.replicas(), 0, null, null);
  }

  static Optional<String> note(DesiredState desired) {
    return Optional.ofNullable(desired.parallel())
        .map(
            parallel ->
                "Release "
                    + parallel.release().number()
                    + " begins as Deployment/"
                    + parallel.name()
                    + ", beside release "
                    + desired.release().number()
                    + ".");
  }

  /** What a command means during a staged roll-out; empty where the stage makes no difference. */
  static Optional<Plan> planDuringStage(
      ApplicationCommand command, ReceivedCommand received, ClusterSnapshot snapshot) {
    ObservedApp live = snapshot.live();
    Release current = snapshot.current();
    if (live == null || live.stage() == null || current == null || live.stage().isEnding()) {
      return Optional.empty();
    }
    return switch (command) {
      case Promote _ -> Optional.of(promote(received, snapshot, live, live.stage()));
      case Abort _ -> Optional.of(StagePlans.abort(live, snapshot, received.ref(), null));
      case Rollback rollback
          when rollback.toRelease() == null || rollback.toRelease() == live.release() ->
          Optional.of(StagePlans.abort(live, snapshot, received.ref(), null));
      case Scale _, Restart _, Pause _, Resume _ -> Optional.of(rejectWhileStaged(live.stage()));
      // The application's own pods are of the previous release: nothing may start there.
      case Deploy _, Rollback _ when live.stage().isSwitched() ->
          Optional.of(rejectWhileRollbackOpen(live, live.stage()));
      default -> Optional.empty();
    };
  }

  private static Plan rejectWhileRollbackOpen(ObservedApp live, RolloutStage stage) {
    return new Plan.Reject(
        List.of(
            NotFoundViolations.change(
                "release "
                    + stage.release()
                    + " in service, release "
                    + live.release()
                    + " kept for the way back",
                "no switch whose way back is kept open",
                "Promote gives the way back up at once, Abort takes it; then send this again.")));
  }

  private static Plan rejectWhileStaged(RolloutStage stage) {
    return new Plan.Reject(
        List.of(
            NotFoundViolations.change(
                "release " + stage.release() + " beside the application's own",
                "no roll-out in steps under way",
                "Promote lets it go on, Abort takes it away; a Deploy, Rollback or Stop takes its"
                    + " place.")));
  }

  /**
   * The roll-out still belongs to its own command; only the position records that the Promote was
   * read.
   */
  private static Plan promote(
      ReceivedCommand received, ClusterSnapshot snapshot, ObservedApp live, RolloutStage stage) {
    if (stage.since() == null) {
      return new Plan.Reject(
          List.of(
              NotFoundViolations.change(
                  "step " + (stage.step() + 1) + ", whose pods are not ready",
                  "a step that stands",
                  "Wait until its pods are ready, or Abort.")));
    }
    CommandRef was = live.lastCommand();
    CommandRef command =
        new CommandRef(
            was.commandId(),
            was.verb(),
            was.requestedBy(),
            was.issuedAt(),
            was.deadline(),
            received.position().toString());
    return StagePlans.next(live, snapshot, command, received.id());
  }
}
