/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.workload;

import io.berth.events.command.AppSpec;
import io.berth.events.command.Workload;
import io.berth.events.command.Workload.PodManagement;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pods with numbers. They count as soon as they are ready: a StatefulSet has had {@code
 * minReadySeconds} only since Kubernetes 1.25. A pause is a partition above every number: the
 * controller replaces no pod whose number is below the partition.
 */
final class StatefulSetKind implements WorkloadKind {

  static final StatefulSetKind INSTANCE = new StatefulSetKind();

  static final String OBJECT_KIND = "StatefulSet";

  /** Above the number of every pod: an application has at most 1000. */
  private static final int ABOVE_ALL = 1000;

  private StatefulSetKind() {}

  @Override
  public Workload.Kind kind() {
    return Workload.Kind.STATEFUL;
  }

  @Override
  public String objectKind() {
    return OBJECT_KIND;
  }

  @Override
  public HasMetadata write(Deployment rendered, AppSpec spec, List<PersistentVolumeClaim> claims) {
    DeploymentSpec same = rendered.getSpec();
    boolean parallel =
        spec.workload() instanceof Workload.Stateful stateful
            && stateful.podManagementOrDefault() == PodManagement.PARALLEL;
    return new StatefulSetBuilder()
        .withMetadata(rendered.getMetadata())
        .withNewSpec()
        .withReplicas(same.getReplicas())
        .withRevisionHistoryLimit(same.getRevisionHistoryLimit())
        .withServiceName(GoverningService.nameFor(rendered.getMetadata().getName()))
        .withPodManagementPolicy(parallel ? "Parallel" : "OrderedReady")
        .withNewUpdateStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withPartition(Boolean.TRUE.equals(same.getPaused()) ? ABOVE_ALL : 0)
        .endRollingUpdate()
        .endUpdateStrategy()
        .withSelector(same.getSelector())
        .withTemplate(same.getTemplate())
        .withVolumeClaimTemplates(claims)
        .endSpec()
        .build();
  }

  @Override
  public Deployment read(HasMetadata object) {
    StatefulSet set = (StatefulSet) object;
    Deployment form = new Deployment();
    form.setKind(OBJECT_KIND);
    form.setMetadata(set.getMetadata());
    form.setSpec(spec(set.getSpec()));
    form.setStatus(status(set.getStatus()));
    return form;
  }

  private static DeploymentSpec spec(StatefulSetSpec set) {
    DeploymentSpec spec = new DeploymentSpec();
    spec.setReplicas(set.getReplicas());
    spec.setMinReadySeconds(set.getMinReadySeconds());
    spec.setPaused(isPartitioned(set.getUpdateStrategy()) ? true : null);
    spec.setSelector(set.getSelector());
    spec.setTemplate(set.getTemplate());
    return spec;
  }

  /** Also by a partition that holds some of the pods. */
  private static boolean isPartitioned(@Nullable StatefulSetUpdateStrategy strategy) {
    return strategy != null
        && strategy.getRollingUpdate() != null
        && strategy.getRollingUpdate().getPartition() != null
        && strategy.getRollingUpdate().getPartition() > 0;
  }

  private static @Nullable DeploymentStatus status(@Nullable StatefulSetStatus set) {
    if (set == null) {
      return null;
    }
    DeploymentStatus status = new DeploymentStatus();
    status.setObservedGeneration(set.getObservedGeneration());
    status.setReplicas(set.getReplicas());
    status.setUpdatedReplicas(set.getUpdatedReplicas());
    status.setReadyReplicas(set.getReadyReplicas());
    status.setAvailableReplicas(
        set.getAvailableReplicas() == null ? set.getReadyReplicas() : set.getAvailableReplicas());
    return status;
  }

  /** By name and uid: the pods of a former set of that name are none of this one's. */
  @Override
  public boolean created(Deployment workload, Pod pod) {
    return Controllers.of(pod)
        .filter(owner -> OBJECT_KIND.equals(owner.getKind()))
        .filter(owner -> workload.getMetadata().getName().equals(owner.getName()))
        .filter(owner -> String.valueOf(workload.getMetadata().getUid()).equals(owner.getUid()))
        .isPresent();
  }

  @Override
  public boolean replacesInPlace(Deployment workload) {
    return true;
  }

  @Override
  public List<String> specField(String field) {
    return field.equals("paused")
        ? List.of("updateStrategy", "rollingUpdate", "partition")
        : List.of(field);
  }

  @Override
  public String resumeAdvice(Deployment workload) {
    return "Resume it: kubectl patch statefulset/"
        + workload.getMetadata().getName()
        + " -n "
        + workload.getMetadata().getNamespace()
        + " --type merge -p '{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":0}}}}'.";
  }
}
