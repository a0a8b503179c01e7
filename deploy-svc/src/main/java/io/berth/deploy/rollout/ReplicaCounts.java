/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.manifest.Annotations;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The replica counts of a Deployment. */
public final class ReplicaCounts {

  private ReplicaCounts() {}

  public static Progress of(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    Integer asked = deployment.getSpec().getReplicas();
    int wanted = asked == null ? 1 : asked;
    if (status == null) {
      return new Progress(wanted, 0, 0, 0, 0);
    }
    int updated = number(status.getUpdatedReplicas());
    return new Progress(
        wanted,
        updated,
        number(status.getReadyReplicas()),
        number(status.getAvailableReplicas()),
        Math.max(0, number(status.getReplicas()) - updated));
  }

  /** Of two Deployments of one application. */
  public static Progress sum(Progress one, Progress other) {
    return new Progress(
        one.wanted() + other.wanted(),
        one.updated() + other.updated(),
        one.ready() + other.ready(),
        one.available() + other.available(),
        one.old() + other.old());
  }

  /**
   * Whether the status is about the current spec, and every replica that Berth wants is available.
   */
  public static boolean isSettled(Deployment deployment) {
    Long generation = deployment.getMetadata().getGeneration();
    Long observed =
        deployment.getStatus() == null ? null : deployment.getStatus().getObservedGeneration();
    Progress counts = of(deployment);
    return (generation == null || (observed != null && observed >= generation))
        && counts.updated() == counts.wanted()
        && counts.available() == counts.wanted()
        && counts.old() == 0
        && !isScaledToZero(deployment);
  }

  /** Whether as many pods are available as wanted, of whichever release. */
  static boolean hasEveryReplica(Deployment deployment) {
    Progress counts = of(deployment);
    return counts.available() == counts.wanted()
        && counts.updated() + counts.old() == counts.wanted()
        && !isScaledToZero(deployment);
  }

  /** Whether another client scaled it to zero, where Berth wants replicas. */
  public static boolean isScaledToZero(Deployment deployment) {
    return of(deployment).wanted() == 0 && desired(deployment) > 0;
  }

  /** The count that Berth set last; zero where an earlier version left none. */
  static int desired(Deployment deployment) {
    Map<String, String> annotations = deployment.getMetadata().getAnnotations();
    String count = annotations == null ? null : annotations.get(Annotations.REPLICAS);
    return count != null && count.matches("\\d{1,9}") ? Integer.parseInt(count) : 0;
  }

  private static int number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
