/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a roll-out does not become ready. Sees nothing but its arguments. */
public final class Diagnostician {

  private Diagnostician() {}

  /** The most telling finding: about the whole roll-out first, then that of the oldest bad pod. */
  public static Optional<Finding> examine(Scene scene) {
    return Stream.concat(
            refused(scene).stream(),
            scene.pods().stream()
                .map(pod -> new PodFile(pod, scene))
                .map(PodChecks::first)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Finding::cause).thenComparing(Finding::since)))
        .findFirst();
  }

  /** The pods whose last words are worth asking for: they ended, or run without becoming ready. */
  public static List<Pod> speakers(Scene scene) {
    return scene.pods().stream()
        .map(pod -> new PodFile(pod, scene))
        .filter(file -> file.terminated().isPresent() || file.running())
        .filter(file -> !file.ready() && !file.leaving())
        .sorted(Comparator.comparing(PodFile::createdAt))
        .limit(1)
        .map(PodFile::pod)
        .toList();
  }

  /** What there is to say when nothing was found. */
  public static Diagnosis unknown() {
    return new Diagnosis(
        Cause.UNKNOWN,
        "The roll-out did not become ready in time, and neither the pods nor the events say why.",
        List.of(),
        List.of("Look at the application's log.", "Give the command a longer deadline."));
  }

  private static Optional<Finding> refused(Scene scene) {
    if (scene.deployment().getStatus() == null) {
      return Optional.empty();
    }
    return scene.deployment().getStatus().getConditions().stream()
        .filter(condition -> "ReplicaFailure".equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .findFirst()
        .map(condition -> refused(scene, condition));
  }

  private static Finding refused(Scene scene, DeploymentCondition condition) {
    String object = "Deployment/" + scene.deployment().getMetadata().getName();
    String message = condition.getMessage() == null ? "" : condition.getMessage();
    return new Finding(
        Refusals.explain(message, new Evidence("status", object, message)),
        condition.getLastTransitionTime() == null
            ? Instant.EPOCH
            : Instant.parse(condition.getLastTransitionTime()));
  }
}
