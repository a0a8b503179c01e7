/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.diagnosis.DiagnosisInput;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.command.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;

/**
 * The pods of an earlier template that keep a StatefulSet's roll-out from going on: its controller
 * replaces no pod while another one is not ready, also where that one never will be. Kubernetes
 * leaves it to its users to delete them ("Forced rollback" in its documentation).
 */
final class BlockingPods {

  private BlockingPods() {}

  /** Those that fail; a pod that only has not started yet is waited for. */
  static List<Pod> of(Deployment workload, List<Pod> pods) {
    WorkloadKind kind = WorkloadKind.of(workload);
    if (kind.kind() != Workload.Kind.STATEFUL
        || !CurrentStatus.isObserved(workload)
        || Boolean.TRUE.equals(workload.getSpec().getPaused())) {
      return List.of();
    }
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> kind.created(workload, pod))
        .filter(pod -> !CurrentStatus.isOf(workload, pod))
        .filter(pod -> fails(workload, pod))
        .toList();
  }

  private static boolean fails(Deployment workload, Pod pod) {
    return Diagnostician.diagnose(new DiagnosisInput(workload, List.of(pod), List.of(), Map.of()))
        .isPresent();
  }
}
