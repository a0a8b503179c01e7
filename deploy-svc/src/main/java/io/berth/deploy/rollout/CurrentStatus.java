/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.diagnosis.DiagnosisInput;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a Deployment's status that is about its current spec. The Deployment controller
 * leaves {@code Progressing=False} and {@code ReplicaFailure=True} in place until it makes
 * progress, so they may be older than the spec. They are told apart without a clock: each write
 * records, under {@link Annotations#CONDITIONS_BEFORE}, the ones that it found, and a condition
 * that is unchanged since is not about the new spec.
 */
public final class CurrentStatus {

  private static final String PROGRESSING = "Progressing";
  private static final String REPLICA_FAILURE = "ReplicaFailure";
  private static final String SEPARATOR = " ";

  private CurrentStatus() {}

  /**
   * The object as it is to be written: a Deployment records the failure conditions of the one that
   * it replaces, because they are not about the new spec.
   *
   * @param there as it was; null where there was none
   */
  public static HasMetadata recordConditions(HasMetadata object, @Nullable HasMetadata there) {
    return object instanceof Deployment deployment && there instanceof Deployment before
        ? conditionsBefore(before)
            .<HasMetadata>map(
                conditions ->
                    new DeploymentBuilder(deployment)
                        .editMetadata()
                        .addToAnnotations(Annotations.CONDITIONS_BEFORE, conditions)
                        .endMetadata()
                        .build())
            .orElse(object)
        : object;
  }

  /**
   * The failure conditions, each with its time.
   *
   * @return empty where there is none
   */
  static Optional<String> conditionsBefore(@Nullable Deployment there) {
    String noted =
        conditions(there)
            .filter(CurrentStatus::isAgainst)
            .map(CurrentStatus::stamp)
            .sorted()
            .collect(Collectors.joining(SEPARATOR));
    return noted.isEmpty() ? Optional.empty() : Optional.of(noted);
  }

  /**
   * The input without outdated conditions and without the pods of other Deployments and templates:
   * of an earlier release, of before a restart, of another track.
   */
  public static DiagnosisInput of(DiagnosisInput input) {
    Deployment deployment = input.deployment();
    List<Pod> pods = podsThatCount(deployment, input.pods());
    return new DiagnosisInput(
        without(deployment, pods.isEmpty()),
        pods,
        input.events(),
        input.logs(),
        input.eventsPending());
  }

  /**
   * Whether the controller gave up the roll-out of this very spec ({@code
   * ProgressDeadlineExceeded}).
   */
  static boolean progressDeadlineExceeded(Deployment deployment) {
    return conditions(deployment)
        .filter(condition -> PROGRESSING.equals(condition.getType()))
        .filter(condition -> "ProgressDeadlineExceeded".equals(condition.getReason()))
        .filter(CurrentStatus::isAgainst)
        .anyMatch(condition -> counts(deployment, condition));
  }

  /** Whether the status is about the current spec. */
  static boolean isObserved(Deployment deployment) {
    return observedGeneration(deployment) >= generation(deployment);
  }

  static long observedGeneration(Deployment deployment) {
    return deployment.getStatus() == null || deployment.getStatus().getObservedGeneration() == null
        ? -1
        : deployment.getStatus().getObservedGeneration();
  }

  static long generation(Deployment deployment) {
    Long generation = deployment.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  private static Deployment without(Deployment deployment, boolean noPods) {
    if (deployment.getStatus() == null) {
      return deployment;
    }
    return new DeploymentBuilder(deployment)
        .editStatus()
        .removeMatchingFromConditions(condition -> !counts(deployment, condition.build(), noPods))
        .endStatus()
        .build();
  }

  /**
   * A continuing rejection keeps its time, whichever pods it was about first. Where no pod of the
   * new template could be created, it is about these.
   */
  private static boolean counts(
      Deployment deployment, DeploymentCondition condition, boolean noPods) {
    return counts(deployment, condition)
        || (noPods && isObserved(deployment) && REPLICA_FAILURE.equals(condition.getType()));
  }

  private static boolean counts(Deployment deployment, DeploymentCondition condition) {
    return !isAgainst(condition)
        || (isObserved(deployment) && !recordedConditions(deployment).contains(stamp(condition)));
  }

  private static List<String> recordedConditions(Deployment deployment) {
    Map<String, String> annotations = deployment.getMetadata().getAnnotations();
    String noted = annotations == null ? null : annotations.get(Annotations.CONDITIONS_BEFORE);
    return noted == null ? List.of() : Arrays.asList(noted.split(SEPARATOR));
  }

  private static Stream<DeploymentCondition> conditions(@Nullable Deployment deployment) {
    return deployment == null
            || deployment.getStatus() == null
            || deployment.getStatus().getConditions() == null
        ? Stream.empty()
        : deployment.getStatus().getConditions().stream();
  }

  private static boolean isAgainst(DeploymentCondition condition) {
    return switch (condition.getType()) {
      case PROGRESSING -> "False".equals(condition.getStatus());
      case REPLICA_FAILURE -> "True".equals(condition.getStatus());
      case null, default -> false;
    };
  }

  /**
   * Unchanged as long as the status is unchanged; message and time of the last update may differ.
   */
  private static String stamp(DeploymentCondition condition) {
    return condition.getType()
        + "/"
        + condition.getReason()
        + "="
        + Objects.requireNonNullElse(
            condition.getLastTransitionTime(),
            Objects.requireNonNullElse(condition.getLastUpdateTime(), "unknown"));
  }

  /**
   * Those of the current template. Where none can exist before one of an earlier template has
   * ended, those count that are told to end.
   */
  public static List<Pod> podsThatCount(Deployment deployment, List<Pod> pods) {
    WorkloadKind kind = WorkloadKind.of(deployment);
    List<Pod> current = pods.stream().filter(pod -> isOf(deployment, pod)).toList();
    return current.isEmpty() && kind.replacesInPlace(deployment)
        ? pods.stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
            .filter(pod -> kind.created(deployment, pod))
            .toList()
        : current;
  }

  /**
   * Whether the workload created the pod, and from its current template as far as Berth wrote it.
   */
  public static boolean isOf(Deployment deployment, Pod pod) {
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    Map<String, String> labels = orEmpty(pod.getMetadata().getLabels());
    Map<String, String> wanted = orEmpty(template.getMetadata().getLabels());
    return WorkloadKind.of(deployment).created(deployment, pod)
        && same(Annotations.VERSION, labels, wanted)
        && same(
            Annotations.TRACK, labels, orEmpty(deployment.getSpec().getSelector().getMatchLabels()))
        && same(
            Annotations.RESTARTED_AT,
            orEmpty(pod.getMetadata().getAnnotations()),
            orEmpty(template.getMetadata().getAnnotations()));
  }

  private static boolean same(String mark, Map<String, String> one, Map<String, String> other) {
    return Objects.equals(one.get(mark), other.get(mark));
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
