/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.planning.LiveApp;
import io.berth.events.AppRef;
import io.berth.events.operation.OperationRef;
import java.time.Instant;

/**
 * A command that was written and has no verdict yet.
 *
 * @param origin the command
 * @param app which application
 * @param release the release that it rolls out
 * @param generation of the Deployment as written; what older ones say does not count
 * @param autoRollback whether to go back by itself
 */
public record Rollout(
    Origin origin, AppRef app, long release, long generation, boolean autoRollback) {

  /** As the live object tells it, after a restart too. */
  public static Rollout of(LiveApp live) {
    return new Rollout(
        live.origin(),
        live.app(),
        live.stage() == null ? live.release() : live.stage().release(),
        generation(live),
        Boolean.parseBoolean(
            live.deployment().getMetadata().getAnnotations().get(Marks.AUTO_ROLLBACK)));
  }

  private static long generation(LiveApp live) {
    Long generation = live.deployment().getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  public OperationRef ref(String cluster, Instant at) {
    return new OperationRef(
        origin.commandId(), origin.verb(), app, cluster, origin.requestedBy(), at);
  }

  /** Whether the roll-out brings a release that may turn out bad. */
  public boolean bringsRelease() {
    return origin.verb().equals("deploy") || origin.verb().equals("rollback");
  }
}
