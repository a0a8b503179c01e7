/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.monitor.startup.DeploymentStart;
import io.berth.redaction.manifest.ClusterMessages;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the replicas and the roll-out of Deployments. */
final class RolloutReader {

  private static final String REVISION = "deployment.kubernetes.io/revision";

  private RolloutReader() {}

  /** The roll-out of a Deployment. */
  static RolloutSnapshot read(Deployment deployment) {
    DeploymentStatus status =
        Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
    Integer replicas = deployment.getSpec().getReplicas();
    DeploymentCondition progressing = condition(status, "Progressing");
    boolean exceeded =
        progressing != null
            && "False".equals(progressing.getStatus())
            && "ProgressDeadlineExceeded".equals(progressing.getReason());
    return new RolloutSnapshot(
        replicas == null ? 1 : replicas,
        number(status.getAvailableReplicas()),
        number(status.getUpdatedReplicas()),
        running(deployment, status, progressing),
        exceeded,
        progressing == null ? null : KubernetesTimes.read(progressing.getLastTransitionTime()),
        progressing == null ? null : ClusterMessages.redact(progressing.getMessage(), 4000),
        start(deployment, status, replicas == null ? 1 : replicas));
  }

  private static DeploymentStart start(
      Deployment deployment, DeploymentStatus status, int replicas) {
    ObjectMeta about = deployment.getMetadata();
    DeploymentCondition available = condition(status, "Available");
    return new DeploymentStart(
        Objects.requireNonNullElse(about.getUid(), ""),
        number(about.getGeneration()),
        number(status.getObservedGeneration()),
        Objects.requireNonNullElse(about.getAnnotations(), Map.<String, String>of())
            .getOrDefault(REVISION, ""),
        KubernetesTimes.read(
            available != null && "False".equals(available.getStatus())
                ? available.getLastTransitionTime()
                : about.getCreationTimestamp()),
        mayStopAll(deployment.getSpec().getStrategy(), replicas),
        progressDeadline(deployment.getSpec().getProgressDeadlineSeconds()));
  }

  /** The maximum value means none; none means the default. */
  private static Duration progressDeadline(@Nullable Integer seconds) {
    return seconds == null || seconds <= 0 || seconds == Integer.MAX_VALUE
        ? DeploymentStart.DEFAULT_PROGRESS_DEADLINE
        : Duration.ofSeconds(seconds);
  }

  private static boolean mayStopAll(@Nullable DeploymentStrategy strategy, int replicas) {
    if (strategy == null) {
      return false;
    }
    if ("Recreate".equals(strategy.getType())) {
      return true;
    }
    RollingUpdateDeployment rolling = strategy.getRollingUpdate();
    if (rolling == null) {
      return false;
    }
    int surge = pods(rolling.getMaxSurge(), replicas, true);
    int unavailable = pods(rolling.getMaxUnavailable(), replicas, false);
    // Where both are zero, Kubernetes sets maxUnavailable to 1.
    return Math.max(unavailable, surge == 0 ? 1 : 0) >= replicas;
  }

  /** A count, or a percentage of the replicas; 25 % by default. */
  private static int pods(@Nullable IntOrString value, int replicas, boolean up) {
    if (value != null && value.getIntVal() != null) {
      return value.getIntVal();
    }
    String text = value == null || value.getStrVal() == null ? "25%" : value.getStrVal();
    try {
      double share = Integer.parseInt(text.replace("%", "").strip()) * replicas / 100.0;
      return (int) (up ? Math.ceil(share) : Math.floor(share));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * A roll-out runs until the Deployment's condition has the reason NewReplicaSetAvailable; scaling
   * afterwards does not change it.
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

  private static long number(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
