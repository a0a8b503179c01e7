/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.scaling;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.RecordPosition;
import io.berth.events.scaling.ScalingDecision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a scaling decision still applies. */
final class ScalingDecisionGuard {

  private ScalingDecisionGuard() {}

  /** Why the decision is not applied; empty where it is. */
  static Optional<String> rejection(
      ScalingDecision decision, RecordPosition position, @Nullable ObservedApp live) {
    if (live == null) {
      return Optional.of("the application is not deployed here");
    }
    if (live.isStopped()) {
      return Optional.of("the application is stopped");
    }
    if (decision.asOf().isBefore(live.lastCommand().issuedAt()) && setsReplicas(live)) {
      return Optional.of(
          "it is older than the command "
              + live.lastCommand().verb()
              + " "
              + live.lastCommand().commandId());
    }
    if (live.stage() != null && live.stage().track() == Track.PREVIEW) {
      return Optional.of(
          "release "
              + live.stage().release()
              + " runs beside until its switch is over, and the load of both says little of"
              + " either");
    }
    return lastApplied(live)
        .filter(before -> position.comparableTo(before) && position.offset() <= before.offset())
        .map(before -> "a decision at " + before + " is applied already");
  }

  /** Commands that set the replica count, or start the application anew. */
  private static boolean setsReplicas(ObservedApp live) {
    return switch (live.lastCommand().verb()) {
      case "scale", "stop", "deploy", "rollback" -> true;
      default -> false;
    };
  }

  private static Optional<RecordPosition> lastApplied(ObservedApp live) {
    return Optional.ofNullable(
            live.deployment().getMetadata().getAnnotations().get(Annotations.SCALING_POSITION))
        .flatMap(RecordPosition::parse);
  }
}
