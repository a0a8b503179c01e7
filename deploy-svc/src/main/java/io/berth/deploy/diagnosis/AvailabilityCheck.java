/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.NOT_AVAILABLE;

import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Evidence;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Checks whether ready pods count as available, where no pod has a fault. */
final class AvailabilityCheck {

  private AvailabilityCheck() {}

  /** The Deployment controller counts a pod once it has been ready for {@code minReadySeconds}. */
  static Optional<RolloutFinding> check(Deployment deployment, List<PodInspection> pods) {
    DeploymentSpec spec = deployment.getSpec();
    DeploymentStatus status = deployment.getStatus();
    List<PodInspection> ready = pods.stream().filter(PodInspection::isServing).toList();
    if (spec == null || status == null || ready.isEmpty()) {
      return Optional.empty();
    }
    int wanted = Objects.requireNonNullElse(spec.getReplicas(), 1);
    int available = Objects.requireNonNullElse(status.getAvailableReplicas(), 0);
    return ready.size() < wanted || available >= wanted
        ? Optional.empty()
        : Optional.of(
            finding(
                deployment,
                ready,
                available,
                Objects.requireNonNullElse(spec.getMinReadySeconds(), 0)));
  }

  private static RolloutFinding finding(
      Deployment deployment, List<PodInspection> ready, int available, int minReadySeconds) {
    Instant since =
        ready.stream()
            .flatMap(pod -> pod.readySince().stream())
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    return new RolloutFinding(
        new Diagnosis(
            NOT_AVAILABLE,
            "All "
                + ready.size()
                + " pods are ready"
                + (since.equals(Instant.EPOCH) ? "" : ", the last one since " + since)
                + ", but the "
                + deployment.getKind()
                + " controller counts "
                + available
                + " as available. A pod counts once it has been ready for "
                + minReadySeconds
                + " s (minReadySeconds).",
            List.of(
                new Evidence(
                    "status",
                    WorkloadKind.label(deployment),
                    "status.availableReplicas is " + available)),
            List.of(
                "If they have been ready for less, give the command a longer deadline, or the"
                    + " liveness probe a shorter period.",
                "If they have been ready for longer, the "
                    + deployment.getKind()
                    + " controller does not act, or its clock differs from the nodes': ask who runs the cluster to look at"
                    + " kube-controller-manager.")),
        since);
  }
}
