/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that a diagnosis depends on.
 *
 * @param deployment the application's
 * @param pods of the release in question
 * @param events about the Deployment, its ReplicaSets and pods
 * @param logs last lines of a pod's container, redacted, by the pod's name
 * @param eventsPending whether Events that may explain a pod are still to be requested
 */
public record DiagnosisInput(
    Deployment deployment,
    List<Pod> pods,
    List<Event> events,
    Map<String, String> logs,
    boolean eventsPending) {

  /** With all the Events that there are. */
  public DiagnosisInput(
      Deployment deployment, List<Pod> pods, List<Event> events, Map<String, String> logs) {
    this(deployment, pods, events, logs, false);
  }

  /** In their original order. */
  Map<String, List<Event>> eventsByPod() {
    return events.stream()
        .filter(event -> event.getInvolvedObject() != null)
        .filter(event -> event.getInvolvedObject().getName() != null)
        .collect(Collectors.groupingBy(event -> event.getInvolvedObject().getName()));
  }
}
