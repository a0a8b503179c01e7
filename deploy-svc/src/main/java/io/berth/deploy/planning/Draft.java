/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.release.ImageName;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.release.Resolution;
import io.berth.events.command.Abort;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Deploy;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command asks for, before any rule has looked at it. */
sealed interface Draft {

  /** It cannot even be drawn up. */
  record Impossible(Violation why) implements Draft {}

  /**
   * What the application should be.
   *
   * @param release what runs
   * @param newRelease whether it is a new one
   * @param replicas how many
   * @param paused whether the roll-out stands still
   * @param stoppedFrom the count before a Stop
   * @param restartedAt changes to make every pod new
   * @param notes for the requester
   */
  record Asked(
      Release release,
      boolean newRelease,
      int replicas,
      boolean paused,
      @Nullable Integer stoppedFrom,
      @Nullable String restartedAt,
      List<String> notes)
      implements Draft {}

  static Draft of(ApplicationCommand command, Order order, Situation situation, Resolution image) {
    if (command instanceof Deploy deploy) {
      return deploy(deploy, order, situation, image);
    }
    LiveApp live = situation.live();
    Release current = situation.current();
    if (live == null) {
      return new Impossible(Absent.violation(command.app(), situation.cluster()));
    }
    if (current == null) {
      return new Impossible(
          Absent.release(
              "app",
              "release " + live.release() + ", which is not kept here any more",
              "a kept release",
              "Deploy the application again."));
    }
    return ofLive(command, order, situation, live, current);
  }

  private static Draft ofLive(
      ApplicationCommand command, Order order, Situation situation, LiveApp live, Release current) {
    return switch (command) {
      case Rollback rollback -> Rollbacks.draft(rollback, order, situation, live, current);
      case Scale scale -> scale(scale, situation, live, current);
      case Stop _ -> stop(live, current);
      case Restart _ -> restart(order, live, current);
      case Pause _ -> pause(live, current, true);
      case Resume _ -> pause(live, current, false);
      case Abort _ -> Rollbacks.abort(order, situation, live, current);
      case Promote _ ->
          new Impossible(
              Absent.change(
                  "a rolling update",
                  "a canary or blue-green roll-out that waits",
                  "There is nothing to promote."));
      case Deploy _, Remove _ -> throw new IllegalArgumentException("planned elsewhere");
    };
  }

  private static Draft deploy(Deploy deploy, Order order, Situation situation, Resolution image) {
    LiveApp live = situation.live();
    Optional<Release> again = situation.releases().madeBy(order.id());
    Release release =
        again.orElseGet(
            () ->
                new Release(
                    situation.releases().next(),
                    deploy.spec(),
                    digest(deploy, image),
                    order.id(),
                    deploy.meta().requestedBy(),
                    deploy.meta().reason(),
                    order.issuedAt(),
                    null,
                    null,
                    Outcome.OPEN));
    // A new one is scaled from what it asks for; one that runs keeps what the scaler gave it.
    Integer kept =
        situation.scalingActive() && live != null && !live.stopped() ? live.replicas() : null;
    return new Asked(
        release,
        again.isEmpty(),
        kept == null ? deploy.spec().replicasIn(situation.cluster()) : kept,
        false,
        null,
        null,
        notes(kept, image));
  }

  private static @Nullable String digest(Deploy deploy, Resolution image) {
    return image instanceof Resolution.Digest(String digest)
        ? digest
        : ImageName.parse(deploy.spec().image()).map(ImageName::digest).orElse(null);
  }

  private static List<String> notes(@Nullable Integer kept, Resolution image) {
    List<String> notes = new ArrayList<>();
    if (kept != null) {
      notes.add("A scaling policy is in force: the replica count stays at " + kept + ".");
    }
    if (image instanceof Resolution.NotAsked(String note)) {
      notes.add(note);
    }
    return notes;
  }

  private static Draft scale(Scale scale, Situation situation, LiveApp live, Release current) {
    return new Asked(
        current,
        false,
        scale.replicas(),
        live.paused(),
        null,
        live.restartedAt(),
        situation.scalingActive()
            ? List.of(
                "A scaling policy is in force: its next decision may change the count again. Pause"
                    + " the policy to keep it.")
            : List.of());
  }

  private static Draft stop(LiveApp live, Release current) {
    return new Asked(
        current,
        false,
        0,
        false,
        live.runningReplicas(),
        live.restartedAt(),
        List.of(
            "Scale, Deploy or Rollback brings it back; it ran with "
                + live.runningReplicas()
                + "."));
  }

  private static Draft restart(Order order, LiveApp live, Release current) {
    return new Asked(
        current,
        false,
        live.replicas(),
        false,
        live.stoppedFrom(),
        order.issuedAt().toString(),
        List.of());
  }

  private static Draft pause(LiveApp live, Release current, boolean paused) {
    return new Asked(
        current, false, live.replicas(), paused, live.stoppedFrom(), live.restartedAt(), List.of());
  }
}
