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
import io.berth.events.scaling.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a scaling decision still applies. */
final class ScalingDecisionGuard {

  private ScalingDecisionGuard() {}

  /**
   * A decision that is older, and older than two periods of its policy, tells of another load. Long
   * enough for a sample that waits for a busy broker or API server.
   */
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  /**
   * Why the decision is not applied; empty where it is.
   *
   * @param live the application; null where it is not deployed here
   * @param policy the policy in force now, in whatever mode
   * @param asOf now
   */
  static Optional<String> rejection(
      ScalingDecision decision,
      RecordPosition position,
      @Nullable ObservedApp live,
      Optional<ScalingPolicy> policy,
      Instant asOf) {
    if (live == null) {
      return Optional.of("the application is not deployed here");
    }
    if (live.isTerminating()) {
      return Optional.of("the application is being deleted");
    }
    if (live.isStopped()) {
      return Optional.of("the application is stopped");
    }
    return policyRejection(decision, policy)
        .or(() -> ageRejection(decision, policy, asOf))
        .or(() -> commandRejection(decision, live))
        .or(() -> repetition(position, live))
        .or(() -> countRejection(decision, live));
  }

  private static Optional<String> policyRejection(
      ScalingDecision decision, Optional<ScalingPolicy> policy) {
    if (policy.isEmpty()) {
      return Optional.of("the application has no scaling policy");
    }
    ScalingPolicy inForce = policy.get();
    if (inForce.mode() != ScalingPolicy.Mode.ACTIVE) {
      return Optional.of("its scaling policy is " + inForce.mode());
    }
    if (!inForce.holdsIn(decision.app().cluster())) {
      return Optional.of("its scaling policy does not hold in " + decision.app().cluster());
    }
    return decision.policyVersion() < inForce.version()
        ? Optional.of(
            "it was made by version "
                + decision.policyVersion()
                + " of the scaling policy, and version "
                + inForce.version()
                + " is in force")
        : Optional.empty();
  }

  private static Optional<String> ageRejection(
      ScalingDecision decision, Optional<ScalingPolicy> policy, Instant asOf) {
    Duration periods = policy.map(inForce -> inForce.period().multipliedBy(2)).orElse(MAX_AGE);
    Duration maxAge = periods.compareTo(MAX_AGE) > 0 ? periods : MAX_AGE;
    Duration age = Duration.between(decision.asOf(), asOf);
    return age.compareTo(maxAge) > 0
        ? Optional.of(
            "its sample is "
                + age.toSeconds()
                + " s old, and at most "
                + maxAge.toSeconds()
                + " s are allowed")
        : Optional.empty();
  }

  private static Optional<String> commandRejection(ScalingDecision decision, ObservedApp live) {
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
    return Optional.empty();
  }

  private static Optional<String> repetition(RecordPosition position, ObservedApp live) {
    return lastApplied(live)
        .filter(before -> position.comparableTo(before) && position.offset() <= before.offset())
        .map(before -> "a decision at " + before + " is applied already");
  }

  /** During a canary, the count is divided between two Deployments. */
  private static Optional<String> countRejection(ScalingDecision decision, ObservedApp live) {
    return live.stage() == null && decision.currentReplicas() != live.replicas()
        ? Optional.of(
            "it was made from "
                + decision.currentReplicas()
                + " replicas, and the Deployment has "
                + live.replicas()
                + " now")
        : Optional.empty();
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
