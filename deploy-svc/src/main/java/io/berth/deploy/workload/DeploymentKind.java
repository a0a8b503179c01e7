/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.workload;

import io.berth.events.command.AppSpec;
import io.berth.events.command.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import java.util.List;
import java.util.Map;

/** Pods without identity, by ReplicaSets. */
final class DeploymentKind implements WorkloadKind {

  static final DeploymentKind INSTANCE = new DeploymentKind();

  /** The Deployment controller's label on the ReplicaSets and pods of one template. */
  private static final String TEMPLATE_HASH = "pod-template-hash";

  private DeploymentKind() {}

  @Override
  public Workload.Kind kind() {
    return Workload.Kind.DEPLOYMENT;
  }

  @Override
  public String objectKind() {
    return "Deployment";
  }

  @Override
  public HasMetadata write(Deployment rendered, AppSpec spec, List<PersistentVolumeClaim> claims) {
    return rendered;
  }

  @Override
  public Deployment read(HasMetadata object) {
    return (Deployment) object;
  }

  /**
   * By its ReplicaSet, which the Deployment controller names after Deployment and template. The
   * pods of a copied Deployment have the same labels.
   */
  @Override
  public boolean created(Deployment workload, Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    String hash = labels == null ? null : labels.get(TEMPLATE_HASH);
    String replicaSet = workload.getMetadata().getName() + "-" + hash;
    return Controllers.of(pod)
        .filter(owner -> "ReplicaSet".equals(owner.getKind()))
        .filter(owner -> replicaSet.equals(owner.getName()))
        .isPresent();
  }

  @Override
  public boolean replacesInPlace(Deployment workload) {
    DeploymentStrategy strategy = workload.getSpec().getStrategy();
    return strategy != null && "Recreate".equals(strategy.getType());
  }

  @Override
  public List<String> specField(String field) {
    return List.of(field);
  }

  @Override
  public String resumeAdvice(Deployment workload) {
    return "Resume it: kubectl rollout resume deployment/"
        + workload.getMetadata().getName()
        + " -n "
        + workload.getMetadata().getNamespace()
        + ".";
  }
}
