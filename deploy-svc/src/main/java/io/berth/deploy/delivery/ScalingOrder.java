/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Position;
import io.berth.events.scaling.ScalingDecision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a scaling decision still stands. */
final class ScalingOrder {

  private ScalingOrder() {}

  /** Why the decision is not to be applied; empty where it is. */
  static Optional<String> whyNot(
      ScalingDecision decision, Position position, @Nullable LiveApp live) {
    if (live == null) {
      return Optional.of("the application is not deployed here");
    }
    if (live.stopped()) {
      return Optional.of("the application is stopped");
    }
    if (decision.asOf().isBefore(live.origin().issuedAt()) && setsReplicas(live)) {
      return Optional.of(
          "it is older than the command " + live.origin().verb() + " " + live.origin().commandId());
    }
    if (live.stage() != null && live.stage().track() == Track.PREVIEW) {
      return Optional.of(
          "release "
              + live.stage().release()
              + " runs beside until its switch is over, and the load of both says little of either");
    }
    return applied(live)
        .filter(before -> position.comparableTo(before) && position.offset() <= before.offset())
        .map(before -> "a decision at " + before + " is applied already");
  }

  /** Commands whose point is the replica count, or that begin a new life. */
  private static boolean setsReplicas(LiveApp live) {
    return switch (live.origin().verb()) {
      case "scale", "stop", "deploy", "rollback" -> true;
      default -> false;
    };
  }

  private static Optional<Position> applied(LiveApp live) {
    return Optional.ofNullable(
            live.deployment().getMetadata().getAnnotations().get(Marks.SCALING_POSITION))
        .flatMap(Position::parse);
  }
}
