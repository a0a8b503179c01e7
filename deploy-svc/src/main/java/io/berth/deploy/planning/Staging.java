/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Beside;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.manifest.Wanted;
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
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.command.Scale;
import java.util.List;
import java.util.Optional;

/** Roll-outs that begin beside what runs: the plans of their steps. */
final class Staging {

  private Staging() {}

  /** The first step, where the strategy has steps and something runs that it can be beside. */
  static Optional<Wanted> begin(Wanted whole, Order order, Situation situation) {
    LiveApp live = situation.live();
    Release current = situation.current();
    if (live == null
        || current == null
        || live.stopped()
        || live.replicas() == 0
        || !(order.command() instanceof Deploy)) {
      return Optional.empty();
    }
    return first(whole)
        .map(
            beside -> StagePlans.own(whole, current, live.restartedAt(), whole.replicas(), beside));
  }

  private static Optional<Beside> first(Wanted whole) {
    int all = whole.replicas();
    return switch (whole.release().spec().strategy()) {
      case Rolling _ -> Optional.empty();
      case Canary(List<CanaryStep> steps) ->
          Optional.of(
              beside(whole, Track.CANARY, StagePlans.share(steps.getFirst().percent(), all)));
      case BlueGreen _ -> Optional.of(beside(whole, Track.PREVIEW, all));
    };
  }

  private static Beside beside(Wanted whole, Track track, int replicas) {
    return new Beside(track, whole.release(), replicas, whole.replicas(), 0, null, null);
  }

  static Optional<String> note(Wanted wanted) {
    return Optional.ofNullable(wanted.beside())
        .map(
            beside ->
                "Release "
                    + beside.release().number()
                    + " begins as Deployment/"
                    + beside.track().of(wanted.app().name())
                    + ", beside release "
                    + wanted.release().number()
                    + ".");
  }

  /** What a command means while a release runs beside; empty where that makes no difference. */
  static Optional<Plan> amid(ApplicationCommand command, Order order, Situation situation) {
    LiveApp live = situation.live();
    Release current = situation.current();
    if (live == null || live.stage() == null || current == null || live.stage().ending()) {
      return Optional.empty();
    }
    return switch (command) {
      case Promote _ -> Optional.of(promote(order, situation, live, live.stage()));
      case Abort _ -> Optional.of(StagePlans.back(live, situation, order.origin(), null));
      case Rollback rollback
          when rollback.toRelease() == null || rollback.toRelease() == live.release() ->
          Optional.of(StagePlans.back(live, situation, order.origin(), null));
      case Scale _, Restart _, Pause _, Resume _ -> Optional.of(busy(live.stage()));
      // The pods that are the application's own are of the release before: nothing begins there.
      case Deploy _, Rollback _ when live.stage().switched() ->
          Optional.of(kept(live, live.stage()));
      default -> Optional.empty();
    };
  }

  private static Plan kept(LiveApp live, Stage stage) {
    return new Plan.Refuse(
        List.of(
            Absent.change(
                "release "
                    + stage.release()
                    + " in service, release "
                    + live.release()
                    + " kept for the way back",
                "no switch whose way back is kept open",
                "Promote gives the way back up at once, Abort takes it; then send this again.")));
  }

  private static Plan busy(Stage stage) {
    return new Plan.Refuse(
        List.of(
            Absent.change(
                "release " + stage.release() + " beside the application's own",
                "no roll-out in steps under way",
                "Promote lets it go on, Abort takes it away; a Deploy, Rollback or Stop takes its"
                    + " place.")));
  }

  /** The roll-out stays its own command's; only the position says that the Promote was read. */
  private static Plan promote(Order order, Situation situation, LiveApp live, Stage stage) {
    if (stage.since() == null) {
      return new Plan.Refuse(
          List.of(
              Absent.change(
                  "step " + (stage.step() + 1) + ", whose pods are not ready",
                  "a step that stands",
                  "Wait until its pods are ready, or Abort.")));
    }
    Origin was = live.origin();
    Origin origin =
        new Origin(
            was.commandId(),
            was.verb(),
            was.requestedBy(),
            was.issuedAt(),
            was.deadline(),
            order.position().toString());
    return StagePlans.next(live, situation, origin, order.id());
  }
}
