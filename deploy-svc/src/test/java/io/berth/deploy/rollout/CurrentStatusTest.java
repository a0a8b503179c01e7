/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.diagnosis.DiagnosisInput;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.rollout.RolloutDecider.RolloutStatus;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditions, generations and times; the API server's clock is an hour ahead, right, or behind. */
class CurrentStatusTest {

  private static final Instant COMMAND = NOON;
  private static final long GENERATION = 7;

  /**
   * A Deployment as it may be found.
   *
   * @param condition what speaks against it
   * @param updated when that was written last, by the API server's clock
   * @param noted what the write found, by the API server's clock; null where nothing
   * @param observed the generation that the status is about
   * @param counts whether it is about this spec
   */
  record Found(
      DeploymentCondition condition,
      Instant updated,
      @Nullable Instant noted,
      long observed,
      boolean counts) {

    Deployment deployment() {
      Map<String, String> annotations = new TreeMap<>();
      if (noted != null) {
        CurrentStatus.conditionsBefore(bare(List.of(at(condition, noted)), GENERATION - 1))
            .ifPresent(conditions -> annotations.put(Annotations.CONDITIONS_BEFORE, conditions));
      }
      return new DeploymentBuilder(bare(List.of(at(condition, updated)), observed))
          .editMetadata()
          .addToAnnotations(annotations)
          .endMetadata()
          .build();
    }
  }

  static Stream<Found> found() {
    List<Found> all = new ArrayList<>();
    for (DeploymentCondition condition : List.of(deadlineExceeded(), replicaFailure())) {
      for (int hours : List.of(-1, 0, 1)) {
        Instant before = COMMAND.plus(Duration.ofHours(hours)).minusSeconds(600);
        Instant after = COMMAND.plus(Duration.ofHours(hours)).plusSeconds(600);
        for (long observed : List.of(-1L, GENERATION - 1, GENERATION, GENERATION + 1)) {
          boolean seen = observed >= GENERATION;
          all.add(new Found(condition, before, before, observed, false));
          all.add(new Found(condition, after, before, observed, seen));
          all.add(new Found(condition, after, null, observed, seen));
          all.add(new Found(condition, before, null, observed, seen));
          all.add(new Found(condition, before, after, observed, seen)); // a clock that was set
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("found")
  void condition_countsWhereItWasWrittenSince_whateverTheClocks(Found found) {
    Deployment deployment = found.deployment();
    DiagnosisInput input =
        new DiagnosisInput(deployment, List.of(pod("2", null)), List.of(), Map.of());

    List<DeploymentCondition> left =
        CurrentStatus.of(input).deployment().getStatus().getConditions();

    assertThat(left.stream().map(DeploymentCondition::getType).toList().contains(type(found)))
        .isEqualTo(found.counts());
    if (type(found).equals("Progressing")) {
      assertThat(CurrentStatus.progressDeadlineExceeded(deployment)).isEqualTo(found.counts());
    }
  }

  @ParameterizedTest
  @MethodSource("found")
  void rollout_failsByTheControllersCondition_onlyWhereThatIsAboutIt(Found found) {
    Rollout rollout = Rollout.of(live(release(2), 3)); // written as generation 2

    RolloutStatus status =
        new RolloutDecider(FailureGracePeriods.standard())
            .evaluate(rollout, found.deployment(), Optional.empty(), null, NOON.plusSeconds(1));

    assertThat(status instanceof RolloutStatus.Failed)
        .isEqualTo(found.counts() && type(found).equals("Progressing"));
  }

  @Test
  void healthyConditions_areNeitherRecordedNorDropped() {
    Deployment deployment =
        bare(
            List.of(
                condition("Progressing", "True", "ReplicaSetUpdated"),
                condition("Progressing", "Unknown", "DeploymentPaused"),
                condition("Available", "False", "MinimumReplicasUnavailable"),
                condition("ReplicaFailure", "False", "")),
            GENERATION - 1);

    assertThat(CurrentStatus.conditionsBefore(deployment)).isEmpty();
    assertThat(CurrentStatus.conditionsBefore(null)).isEmpty();
    DiagnosisInput input = new DiagnosisInput(deployment, List.of(), List.of(), Map.of());
    assertThat(CurrentStatus.of(input).deployment()).isEqualTo(deployment);
  }

  @Test
  void conditionWithANewMessage_isUnchanged_butOneWithANewReasonIsNot() {
    Deployment written = new Found(deadlineExceeded(), NOON, NOON, GENERATION, false).deployment();
    DeploymentCondition condition = written.getStatus().getConditions().getFirst();
    condition.setLastUpdateTime(NOON.plusSeconds(5).toString());
    condition.setMessage("ReplicaSet \"cart-new\" has timed out progressing.");
    Deployment other =
        new Found(
                condition("Progressing", "False", "ReplicaSetCreateError"),
                NOON,
                NOON,
                GENERATION,
                false)
            .deployment();
    other.getStatus().getConditions().getFirst().setReason("ProgressDeadlineExceeded");

    assertThat(CurrentStatus.progressDeadlineExceeded(written)).isFalse();
    assertThat(CurrentStatus.progressDeadlineExceeded(other)).isTrue();
  }

  @Test
  void continuingRejection_isAboutTheNewPods_whereNoneCouldBeCreated() {
    Found older = new Found(replicaFailure(), NOON, NOON, GENERATION, false);

    assertThat(cause(older, List.of())).contains(Cause.QUOTA_EXCEEDED);
    assertThat(cause(older, List.of(pod("1", null)))).contains(Cause.QUOTA_EXCEEDED);
    assertThat(cause(older, List.of(pod("2", null)))).isEmpty();
    assertThat(cause(new Found(replicaFailure(), NOON, NOON, 6, false), List.of())).isEmpty();
  }

  @Test
  void podsOfOtherTemplates_areIgnored() {
    Pod current = pod("2", "2026-01-31T11:00:00Z");
    List<Pod> others =
        List.of(
            pod("1", "2026-01-31T11:00:00Z"),
            pod("2", null),
            pod("2", "2026-01-31T10:00:00Z"),
            labelled(pod("2", "2026-01-31T11:00:00Z"), Annotations.TRACK, "canary"));
    Deployment restarted =
        new DeploymentBuilder(bare(List.of(), GENERATION))
            .editSpec()
            .editTemplate()
            .editMetadata()
            .addToAnnotations(Annotations.RESTARTED_AT, "2026-01-31T11:00:00Z")
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    List<Pod> all = new ArrayList<>(others);
    all.add(current);

    assertThat(CurrentStatus.of(new DiagnosisInput(restarted, all, List.of(), Map.of())).pods())
        .containsExactly(current);
  }

  /** Its labels are those of the application's own pods. */
  @Test
  void podOfACopiedDeployment_isIgnored() {
    Pod own = pod("2", null);
    List<Pod> pods =
        List.of(
            own,
            owned(replicaSet("cart-debug-5d8c7b6f44")),
            owned(replicaSet("cart-6c9f8d7b55")),
            owned(replicaSet("cart-5d8c7b6f44").withKind("Job")),
            owned());

    DiagnosisInput input =
        new DiagnosisInput(bare(List.of(), GENERATION), pods, List.of(), Map.of());

    assertThat(CurrentStatus.of(input).pods()).containsExactly(own);
  }

  private static Optional<Cause> cause(Found found, List<Pod> pods) {
    DiagnosisInput input = new DiagnosisInput(found.deployment(), pods, List.of(), Map.of());
    return Diagnostician.diagnose(CurrentStatus.of(input))
        .map(finding -> finding.diagnosis())
        .map(Diagnosis::cause);
  }

  private static String type(Found found) {
    return found.condition().getType();
  }

  private static DeploymentCondition deadlineExceeded() {
    return condition("Progressing", "False", "ProgressDeadlineExceeded");
  }

  private static DeploymentCondition replicaFailure() {
    DeploymentCondition condition = condition("ReplicaFailure", "True", "FailedCreate");
    condition.setMessage("pods \"cart-1-\" is forbidden: exceeded quota: berth");
    return condition;
  }

  private static DeploymentCondition condition(String type, String status, String reason) {
    DeploymentCondition condition = new DeploymentCondition();
    condition.setType(type);
    condition.setStatus(status);
    condition.setReason(reason);
    return at(condition, NOON);
  }

  private static DeploymentCondition at(DeploymentCondition condition, Instant time) {
    return condition
        .edit()
        .withLastUpdateTime(time.toString())
        .withLastTransitionTime(time.toString())
        .build();
  }

  /** Half way: neither complete nor late. */
  private static Deployment bare(List<DeploymentCondition> conditions, long observed) {
    return new DeploymentBuilder(live(release(2), 3).deployment())
        .editMetadata()
        .withGeneration(GENERATION)
        .endMetadata()
        .withNewStatus()
        .withObservedGeneration(observed)
        .withReplicas(4)
        .withUpdatedReplicas(1)
        .withReadyReplicas(3)
        .withAvailableReplicas(3)
        .withConditions(conditions)
        .endStatus()
        .build();
  }

  private static Pod pod(String release, @Nullable String restartedAt) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("cart-" + release)
            .withLabels(Map.of(Annotations.NAME, "cart", Annotations.VERSION, release))
            .addToLabels("pod-template-hash", "5d8c7b6f44")
            .withOwnerReferences(replicaSet("cart-5d8c7b6f44").build())
            .endMetadata()
            .build();
    if (restartedAt != null) {
      pod.getMetadata().setAnnotations(Map.of(Annotations.RESTARTED_AT, restartedAt));
    }
    return pod;
  }

  private static OwnerReferenceBuilder replicaSet(String name) {
    return new OwnerReferenceBuilder().withKind("ReplicaSet").withName(name).withController(true);
  }

  private static Pod owned(OwnerReferenceBuilder... owners) {
    List<OwnerReference> references = Stream.of(owners).map(it -> it.build()).toList();
    return pod("2", null).edit().editMetadata().withOwnerReferences(references).and().build();
  }

  private static Pod labelled(Pod pod, String name, String value) {
    return pod.edit().editMetadata().addToLabels(name, value).endMetadata().build();
  }
}
