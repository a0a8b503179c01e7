/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.CONFIG_MAP_MISSING;
import static io.berth.events.operation.Diagnosis.Cause.NODE_LOST;
import static io.berth.events.operation.Diagnosis.Cause.SECRET_MISSING;
import static io.berth.events.operation.Diagnosis.Cause.UNSCHEDULABLE;
import static io.berth.events.operation.Diagnosis.Cause.VOLUME_NOT_MOUNTED;

import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The pod finds no place, or loses it. */
final class PlaceChecks {

  static final List<Function<PodFile, Optional<Finding>>> ALL =
      List.of(PlaceChecks::unschedulable, PlaceChecks::mount, PlaceChecks::nodeLost);

  private PlaceChecks() {}

  /** The kubelet would say both alike; that they differ is the word of the node's controller. */
  private static boolean takenForLost(PodFile pod, PodStatus status) {
    return pod.ready()
        && status.getConditions().stream()
            .anyMatch(
                condition ->
                    "Ready".equals(condition.getType()) && !"True".equals(condition.getStatus()));
  }

  private static Optional<Finding> unschedulable(PodFile pod) {
    return Optional.ofNullable(pod.pod().getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> "PodScheduled".equals(condition.getType()))
        .filter(condition -> "False".equals(condition.getStatus()))
        .findFirst()
        .map(condition -> noNode(pod, condition));
  }

  private static Finding noNode(PodFile pod, PodCondition condition) {
    String message =
        condition.getMessage() == null
            ? pod.said("FailedScheduling", "").orElse("")
            : condition.getMessage();
    String said = message.toLowerCase(Locale.ROOT);
    String lacks =
        said.contains("insufficient cpu")
            ? " enough CPU free"
            : said.contains("insufficient memory") ? " enough memory free" : " a place for it";
    return pod.finding(
        UNSCHEDULABLE,
        "No node of the cluster has" + lacks + ".",
        List.of(pod.evidence("event", message)),
        "Ask for less per pod, or for fewer replicas.",
        "If the figures are right, the cluster needs more nodes.");
  }

  private static Optional<Finding> mount(PodFile pod) {
    return pod.said("FailedMount", "")
        .or(() -> pod.said("FailedAttachVolume", ""))
        .map(message -> unmounted(pod, message));
  }

  private static Finding unmounted(PodFile pod, String message) {
    String said = message.toLowerCase(Locale.ROOT);
    if (said.contains("configmap") && said.contains("not found")) {
      return pod.finding(
          CONFIG_MAP_MISSING,
          "The ConfigMap with the application's config files is gone.",
          List.of(pod.evidence("event", message)),
          "Deploy again: Berth writes the config files with each release.");
    }
    if (said.contains("secret") && said.contains("not found")) {
      return pod.finding(
          SECRET_MISSING,
          "A Secret that the pod mounts is not in its namespace.",
          List.of(pod.evidence("event", message)),
          "Create it, or take its name out of 'secrets'.");
    }
    return pod.finding(
        VOLUME_NOT_MOUNTED,
        "A volume of the pod cannot be mounted.",
        List.of(pod.evidence("event", message)),
        "Read the message; it names the volume and why.");
  }

  static Optional<Finding> nodeLost(PodFile pod) {
    PodStatus status = pod.pod().getStatus();
    boolean lost =
        status != null
            && ("NodeLost".equals(status.getReason())
                || "Unknown".equals(status.getPhase())
                || takenForLost(pod, status));
    return lost
        ? Optional.of(
            pod.finding(
                NODE_LOST,
                "The pod's node does not answer any more.",
                List.of(
                    pod.evidence(
                        "event", pod.said("NodeNotReady", "").orElse(status.getMessage()))),
                "The pod is made anew elsewhere after about five minutes; nothing to do but wait."))
        : Optional.empty();
  }
}
