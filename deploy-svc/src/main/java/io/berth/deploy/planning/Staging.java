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
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.Canary;
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
    RolloutStrategy strategy = whole.release().spec().strategy();
    if (live == null
        || current == null
        || live.stopped()
        || live.replicas() == 0
        || !(order.command() instanceof Deploy)
        || !(strategy instanceof Canary(List<RolloutStrategy.CanaryStep> steps))) {
      return Optional.empty();
    }
    int share = StagePlans.share(steps.getFirst().percent(), whole.replicas());
    Beside beside =
        new Beside(Track.CANARY, whole.release(), share, whole.replicas(), 0, null, null);
    return Optional.of(
        StagePlans.own(whole, current, live.restartedAt(), whole.replicas(), beside));
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
    if (live == null || live.stage() == null || current == null) {
      return Optional.empty();
    }
    return switch (command) {
      case Promote _ -> Optional.of(promote(order, situation, live, live.stage()));
      case Abort _ -> Optional.of(StagePlans.back(live, situation, order.origin(), null));
      case Rollback rollback when rollback.toRelease() == null ->
          Optional.of(StagePlans.back(live, situation, order.origin(), null));
      case Scale _, Restart _, Pause _, Resume _ -> Optional.of(busy(live.stage()));
      default -> Optional.empty();
    };
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
