/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.NODE_LOST;
import static io.berth.events.operation.Diagnosis.Cause.UNSCHEDULABLE;
import static io.berth.events.operation.Diagnosis.Cause.VOLUME_NOT_MOUNTED;

import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Checks for pods that find no node, or lose it. */
final class SchedulingChecks {

  static final List<Function<PodInspection, Optional<RolloutFinding>>> ALL =
      List.of(SchedulingChecks::unschedulable, SchedulingChecks::mount, SchedulingChecks::nodeLost);

  private static final Duration USUAL_START = Duration.ofSeconds(10);

  private SchedulingChecks() {}

  /** The kubelet sets both conditions alike; where they differ, the node controller wrote one. */
  private static boolean isMarkedNotReady(PodInspection pod, PodStatus status) {
    return pod.isReady()
        && status.getConditions().stream()
            .anyMatch(
                condition ->
                    "Ready".equals(condition.getType()) && !"True".equals(condition.getStatus()));
  }

  private static Optional<RolloutFinding> unschedulable(PodInspection pod) {
    return Optional.ofNullable(pod.pod().getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> "PodScheduled".equals(condition.getType()))
        .filter(condition -> "False".equals(condition.getStatus()))
        .findFirst()
        .map(condition -> unschedulableFinding(pod, condition));
  }

  private static RolloutFinding unschedulableFinding(PodInspection pod, PodCondition condition) {
    String message =
        condition.getMessage() == null
            ? pod.eventMessage("FailedScheduling", "").orElse("")
            : condition.getMessage();
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("unbound") && text.contains("persistentvolumeclaim")) {
      return pod.finding(
          VOLUME_NOT_MOUNTED,
          "A claim that the pod mounts has no volume yet.",
          List.of(pod.evidence("event", message)),
          "Correct 'storageClass' of its claimTemplate; kubectl get storageclass lists those that"
              + " there are, and kubectl describe pvc says why there is no volume.",
          "Without 'storageClass' the cluster needs a default one.");
    }
    if (text.contains("persistentvolumeclaim") && text.contains("not found")) {
      return pod.finding(
          VOLUME_NOT_MOUNTED,
          "A claim that the pod mounts is not in its namespace.",
          List.of(pod.evidence("event", message)),
          "Create the PersistentVolumeClaim, or correct its name in 'volumes'.");
    }
    if (isRefusedByPods(text)) {
      return pod.finding(
          UNSCHEDULABLE,
          "No node of the cluster has a place for it: 'affinity' or 'spread' in 'placement' keeps it"
              + " from those that are left.",
          List.of(pod.evidence("event", message)),
          "Leave out 'required', ask for fewer replicas, or have more nodes or zones.",
          "Old pods keep their places in a rolling update: with a replica on each node, allow it to"
              + " end some first by 'maxUnavailablePercent' in 'strategy'.");
    }
    if (isRefusedByNodes(text)) {
      return pod.finding(
          UNSCHEDULABLE,
          "No node of the cluster has a place for it: its labels or taints do not match.",
          List.of(pod.evidence("event", message)),
          "Correct 'nodeSelector', 'tolerations' and 'affinity' in 'placement', where there are any.",
          "If they are right, the cluster needs such nodes, or the right labels on them.");
    }
    String lacks =
        text.contains("insufficient cpu")
            ? " enough CPU free"
            : text.contains("insufficient memory") ? " enough memory free" : " a place for it";
    return pod.finding(
        UNSCHEDULABLE,
        "No node of the cluster has" + lacks + ".",
        List.of(pod.evidence("event", message)),
        "Ask for less per pod, or for fewer replicas.",
        "If the figures are right, the cluster needs more nodes.");
  }

  /** Whether the pods that are on the nodes are the matter, and not what the nodes have left. */
  private static boolean isRefusedByPods(String text) {
    return (text.contains("anti-affinity")
            || text.contains("pod affinity")
            || text.contains("topology spread"))
        && !text.contains("insufficient");
  }

  /** Whether what the nodes are is the matter, and not what they have left. */
  private static boolean isRefusedByNodes(String text) {
    return (text.contains("node affinity") || text.contains("node selector"))
        && !text.contains("insufficient");
  }

  /**
   * Events outlive their cause: nodes retry, and on a busy node a first attempt often fails. A pod
   * past its volumes has them mounted.
   */
  private static Optional<RolloutFinding> mount(PodInspection pod) {
    return pod.isBeforeContainers()
        ? pod.eventMessage("FailedMount", "")
            .or(() -> pod.eventMessage("FailedAttachVolume", ""))
            .map(message -> mountFinding(pod, message))
        : Optional.empty();
  }

  /** Whether it has a node, and its first container is awaited for longer than most images take. */
  static boolean isHeldBeforeContainers(PodInspection pod, Instant asOf) {
    return pod.isBeforeContainers()
        && pod.pod().getSpec() != null
        && pod.pod().getSpec().getNodeName() != null
        && pod.createdAt().plus(USUAL_START).isBefore(asOf);
  }

  private static RolloutFinding mountFinding(PodInspection pod, String message) {
    Optional<RolloutFinding> missing =
        MissingReference.find(pod, message, pod.evidence("event", message));
    if (missing.isPresent()) {
      return missing.get();
    }
    return pod.finding(
        VOLUME_NOT_MOUNTED,
        "A volume of the pod cannot be mounted.",
        List.of(pod.evidence("event", message)),
        "Read the message; it names the volume and why.");
  }

  static Optional<RolloutFinding> nodeLost(PodInspection pod) {
    PodStatus status = pod.pod().getStatus();
    boolean lost =
        status != null
            && ("NodeLost".equals(status.getReason())
                || "Unknown".equals(status.getPhase())
                || isMarkedNotReady(pod, status));
    return lost
        ? Optional.of(
            pod.finding(
                NODE_LOST,
                "The pod's node does not answer any more.",
                List.of(
                    pod.evidence(
                        "event", pod.eventMessage("NodeNotReady", "").orElse(status.getMessage()))),
                "The pod is made anew elsewhere after about five minutes; nothing to do but wait."))
        : Optional.empty();
  }
}
