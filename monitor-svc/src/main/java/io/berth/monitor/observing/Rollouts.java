/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observing;

import io.berth.monitor.alerting.RolloutSeen;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a Deployment says of its replicas. */
final class Rollouts {

  private Rollouts() {}

  static RolloutSeen read(Deployment deployment) {
    DeploymentStatus status =
        Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
    Integer replicas = deployment.getSpec().getReplicas();
    DeploymentCondition progressing = condition(status, "Progressing");
    boolean exceeded =
        progressing != null
            && "False".equals(progressing.getStatus())
            && "ProgressDeadlineExceeded".equals(progressing.getReason());
    return new RolloutSeen(
        replicas == null ? 1 : replicas,
        number(status.getAvailableReplicas()),
        number(status.getUpdatedReplicas()),
        running(deployment, status, progressing),
        exceeded,
        progressing == null ? null : Times.read(progressing.getLastTransitionTime()),
        progressing == null ? null : Redactor.redact(progressing.getMessage()));
  }

  /**
   * A roll-out runs until the Deployment says that its new ReplicaSet is available; scaling
   * afterwards does not change that word.
   */
  private static boolean running(
      Deployment deployment, DeploymentStatus status, @Nullable DeploymentCondition progressing) {
    Long observed = status.getObservedGeneration();
    Long generation = deployment.getMetadata().getGeneration();
    if (generation != null && (observed == null || observed < generation)) {
      return true;
    }
    if (number(status.getReplicas()) > number(status.getUpdatedReplicas())) {
      return true;
    }
    return progressing == null
        ? number(status.getReplicas()) > number(status.getAvailableReplicas())
        : !"NewReplicaSetAvailable".equals(progressing.getReason());
  }

  private static @Nullable DeploymentCondition condition(DeploymentStatus status, String type) {
    return status.getConditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .findFirst()
        .orElse(null);
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
