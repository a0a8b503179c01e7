/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.manifest.SpecFieldWriter;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What another client did to a Deployment, so that its roll-out does not complete until it is
 * undone.
 *
 * @param diagnosis who did what, and how to undo it
 */
record ForeignObstacle(Diagnosis diagnosis) {

  /** Empty where nothing is in the way. */
  static Optional<ForeignObstacle> of(Deployment deployment) {
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      return Optional.of(pause(deployment));
    }
    return ReplicaCounts.isScaledToZero(deployment)
        ? Optional.of(scaledToZero(deployment))
        : Optional.empty();
  }

  private static ForeignObstacle pause(Deployment deployment) {
    return new ForeignObstacle(
        new Diagnosis(
            Cause.ROLLOUT_PAUSED,
            writer(deployment, "paused")
                + " paused "
                + name(deployment)
                + ": no pod is replaced until it is resumed.",
            List.of(
                new Evidence(
                    "status",
                    name(deployment),
                    "spec."
                        + String.join(".", WorkloadKind.of(deployment).specField("paused"))
                        + (WorkloadKind.of(deployment).objectKind().equals("Deployment")
                            ? " is true"
                            : " is above 0"))),
            List.of(
                WorkloadKind.of(deployment).resumeAdvice(deployment),
                "Or send the command again: Berth resumes what it writes.")));
  }

  private static ForeignObstacle scaledToZero(Deployment deployment) {
    return new ForeignObstacle(
        new Diagnosis(
            Cause.SCALED_TO_ZERO,
            writer(deployment, "replicas")
                + " scaled "
                + name(deployment)
                + " to 0: no pod shows whether the release works.",
            List.of(
                new Evidence(
                    "status",
                    name(deployment),
                    "spec.replicas is 0, and Berth wrote " + ReplicaCounts.desired(deployment))),
            List.of(
                "Scale it back: kubectl scale "
                    + reference(deployment)
                    + " --replicas="
                    + ReplicaCounts.desired(deployment)
                    + ".",
                "Exempt the application from whatever scales it, or send Stop instead.")));
  }

  /** With the time of its write, where it is known. */
  private static String writer(Deployment deployment, String field) {
    return SpecFieldWriter.foreign(deployment, field)
        .map(
            writer ->
                "The client "
                    + writer.manager()
                    + (writer.at() == null ? "" : " (at " + writer.at() + ")"))
        .orElse("Another client");
  }

  /** What has to happen first. */
  String reason() {
    return diagnosis.explanation() + " " + diagnosis.advice().getFirst();
  }

  private static String name(Deployment deployment) {
    return WorkloadKind.label(deployment);
  }

  private static String reference(Deployment deployment) {
    return WorkloadKind.of(deployment).objectKind().toLowerCase(Locale.ROOT)
        + "/"
        + deployment.getMetadata().getName()
        + " -n "
        + deployment.getMetadata().getNamespace();
  }
}
