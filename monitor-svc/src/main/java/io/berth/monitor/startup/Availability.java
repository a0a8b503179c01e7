/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.startup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The availability of a Deployment, derived from successive observations.
 *
 * @param uid of the object
 * @param generation the last generation observed as available
 * @param revision of its pod template
 * @param phase current phase
 * @param since start of the phase, by Berth's clock
 */
public record Availability(
    String uid, long generation, String revision, AvailabilityPhase phase, Instant since) {

  /** Phases of availability. */
  public enum AvailabilityPhase {
    /** Scaled to zero. */
    STOPPED,
    /** Replicas are desired, and none was available yet. */
    STARTING,
    /** At least one replica is available. */
    AVAILABLE,
    /** Replicas were available, nobody removed them on purpose, and none is left. */
    UNAVAILABLE
  }

  /** Null for owners other than Deployments. */
  static @Nullable Availability after(@Nullable Availability before, WorkloadSnapshot snapshot) {
    DeploymentStart now = snapshot.deployment();
    if (now == null) {
      return null;
    }
    Availability known = before != null && before.uid().equals(now.uid()) ? before : null;
    if (snapshot.wanted() == 0) {
      return next(known, now, AvailabilityPhase.STOPPED, snapshot.observedAt());
    }
    if (snapshot.available() > 0) {
      return next(known, now, AvailabilityPhase.AVAILABLE, snapshot.observedAt());
    }
    if (known == null) {
      AvailabilityPhase first =
          snapshot.readinessLost() ? AvailabilityPhase.UNAVAILABLE : AvailabilityPhase.STARTING;
      return next(null, now, first, snapshot.startupBeganAt());
    }
    return switch (known.phase()) {
      case STOPPED -> next(known, now, AvailabilityPhase.STARTING, snapshot.observedAt());
      // Each pod template has its own startup time.
      case STARTING ->
          known.revision().equals(now.revision())
              ? known
              : next(null, now, AvailabilityPhase.STARTING, snapshot.observedAt());
      case AVAILABLE ->
          next(
              known,
              now,
              isIntended(known, snapshot, now)
                  ? AvailabilityPhase.STARTING
                  : AvailabilityPhase.UNAVAILABLE,
              snapshot.observedAt());
      // Ends only with an available replica or by scaling to zero.
      case UNAVAILABLE -> known;
    };
  }

  /**
   * Whether the replicas were removed on purpose: the Deployment changed since it was available, or
   * its roll-out removes the old ones first. Not where a pod that was ready still exists and is not
   * ready now.
   */
  private static boolean isIntended(
      Availability known, WorkloadSnapshot snapshot, DeploymentStart now) {
    boolean changed = now.generation() != known.generation();
    boolean rolledOut = snapshot.rolloutRunning() && now.mayStopAll();
    return !snapshot.readinessLost() && (changed || rolledOut);
  }

  private static Availability next(
      @Nullable Availability known, DeploymentStart now, AvailabilityPhase phase, Instant at) {
    return new Availability(
        now.uid(),
        phase == AvailabilityPhase.AVAILABLE || known == null
            ? now.observedGeneration()
            : known.generation(),
        now.revision(),
        phase,
        known != null && known.phase() == phase ? known.since() : at);
  }
}
