/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a roll-out does not become ready. Sees nothing but its arguments. */
public final class Diagnostician {

  /** What keeps hundreds of pods down keeps these down, too; each look costs as much as it sees. */
  private static final int MOST_PODS = 100;

  private static final Comparator<PodFile> WORTH_A_LOOK =
      Comparator.comparing((PodFile file) -> file.ready() && !file.leaving())
          .thenComparing(file -> String.valueOf(file.pod().getMetadata().getCreationTimestamp()));

  private Diagnostician() {}

  /** The most telling finding: about the whole roll-out first, then that of the oldest bad pod. */
  public static Optional<Finding> examine(Scene scene) {
    return Stream.concat(refused(scene).stream(), bad(scene).map(Bad::finding)).findFirst();
  }

  /** A pod with what is wrong with it. */
  private record Bad(Pod pod, Finding finding) {}

  /** The most telling first. */
  private static Stream<Bad> bad(Scene scene) {
    return files(scene)
        .flatMap(file -> PodChecks.first(file).map(found -> new Bad(file.pod(), found)).stream())
        .sorted(
            Comparator.comparing((Bad bad) -> bad.finding().cause())
                .thenComparing(bad -> bad.finding().since()));
  }

  private static Stream<PodFile> files(Scene scene) {
    Map<String, List<Event>> events = scene.eventsByPod();
    Stream<PodFile> all =
        scene.pods().stream()
            .map(
                pod ->
                    new PodFile(
                        pod,
                        events.getOrDefault(String.valueOf(pod.getMetadata().getName()), List.of()),
                        scene.logs()));
    return scene.pods().size() <= MOST_PODS ? all : all.sorted(WORTH_A_LOOK).limit(MOST_PODS);
  }

  /** The pods whose events are worth asking for first. */
  public static List<Pod> suspects(Scene scene, int most) {
    return bad(scene).map(Bad::pod).limit(most).toList();
  }

  /** The pods whose last words are worth asking for: they ended, or run without becoming ready. */
  public static List<Pod> speakers(Scene scene) {
    return files(scene)
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
