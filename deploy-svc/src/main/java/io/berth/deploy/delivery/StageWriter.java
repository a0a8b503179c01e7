/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.rollout.Counts;
import io.berth.deploy.rollout.Rollout;
import io.berth.events.AppRef;
import java.util.Arrays;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the steps, in turn with commands, and only while what was decided about is still live. */
final class StageWriter {

  private static final Logger LOG = LoggerFactory.getLogger(StageWriter.class);

  private final Cluster cluster;
  private final View view;
  private final Follower follower;
  private final Errands errands;

  StageWriter(Cluster cluster, View view, Follower follower, Errands errands) {
    this.cluster = cluster;
    this.view = view;
    this.follower = follower;
    this.errands = errands;
  }

  /** A plan from what is live at that moment. */
  interface Next {
    Plan.Write plan(LiveApp fresh, Situation situation);
  }

  void soon(LiveApp seen, Next next) {
    errand(seen, () -> write(seen, next));
  }

  private void errand(LiveApp live, Runnable task) {
    errands.run(live.app(), live.app(), live.origin().position(), task);
  }

  private void write(LiveApp seen, Next next) {
    Situation situation = cluster.situation(seen.app());
    LiveApp live = situation.live();
    if (live != null
        && live.origin().equals(seen.origin())
        && Objects.equals(live.stage(), seen.stage())) {
      LiveApp written = cluster.write(next.plan(live, situation));
      LOG.info("{} of {} goes on: {}", seen.origin().verb(), seen.app(), written.stage());
      follower.follow(Rollout.of(written));
    }
  }

  /** Whether something runs beside that no step asks for. */
  boolean leftOver(LiveApp live) {
    return Arrays.stream(Track.values())
        .anyMatch(track -> view.beside(live.app(), track).isPresent());
  }

  /** What ran beside goes when what is the application's own is all there. */
  void tidy(LiveApp live) {
    for (Track track : Track.values()) {
      if (over(live) && view.beside(live.app(), track).isPresent()) {
        errand(live, () -> erase(live.app(), track));
      }
    }
  }

  private void erase(AppRef app, Track track) {
    LiveApp live = cluster.situation(app).live();
    if (live != null && over(live)) {
      cluster.eraseBeside(app, track, live.origin());
    }
  }

  private static boolean over(LiveApp live) {
    return live.stage() == null && Counts.settled(live.deployment());
  }
}
