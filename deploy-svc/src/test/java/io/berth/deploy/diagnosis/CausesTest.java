/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Every cause from the words that kubelets, schedulers and API servers write, kept in {@code
 * words-of-kubernetes.csv}: {@code where} is a reason that a container waits for, an end, an event,
 * a refusal of pods, or the pod's own status.
 */
class CausesTest {

  private static final String WORDS = "/diagnosis/words-of-kubernetes.csv";

  /** Those that are no matter of pods: an API server that is away, waves, gates, and nothing. */
  private static final Set<Cause> OF_THE_WAY =
      EnumSet.of(
          Cause.CLUSTER_UNREACHABLE,
          Cause.DEADLINE_PASSED,
          Cause.WAVE_STOPPED,
          Cause.CRITICAL_ALERT,
          Cause.NOT_PROMOTED,
          Cause.DELETION_BLOCKED,
          Cause.ROLLOUT_PAUSED,
          Cause.SCALED_TO_ZERO,
          Cause.NOT_AVAILABLE,
          Cause.UNKNOWN);

  @ParameterizedTest(name = "{0} by {1} {2}")
  @CsvFileSource(resources = WORDS, numLinesToSkip = 1, delimiter = ';')
  void messages_mapToTheirCause_withEvidenceAndAdvice(
      Cause cause, String where, String reason, String words) {
    Diagnosis diagnosis =
        Diagnostician.diagnose(scene(where, reason, words == null ? "" : words))
            .orElseThrow()
            .diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(cause);
    assertThat(diagnosis.explanation()).isNotBlank();
    assertThat(diagnosis.evidence()).isNotEmpty();
    assertThat(diagnosis.advice()).isNotEmpty();
  }

  @Test
  void missingConfigMap_isBerthsOwn_orTheUsers() {
    String failed = "MountVolume.SetUp failed for volume \"x\" : configmap \"%s\" not found";

    assertThat(explain(failed.formatted("cart-config-1f2e3d4c5b6a")).advice())
        .containsExactly("Deploy again: Berth writes the config files with each release.");
    assertThat(explain(failed.formatted("cart-config-eu")).advice())
        .containsExactly(
            "Create it, or take its name out of 'configMaps', 'envFrom' and 'volumes'.");
  }

  private static Diagnosis explain(String failedMount) {
    return Diagnostician.diagnose(scene("pending", "FailedMount", failedMount))
        .orElseThrow()
        .diagnosis();
  }

  @Test
  void everyPodCause_hasAnExample() throws Exception {
    try (var in = CausesTest.class.getResourceAsStream(WORDS)) {
      Set<Cause> shown =
          new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .map(line -> Cause.valueOf(line.split(";", 2)[0].trim()))
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Cause.class)));
      assertThat(shown).containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(copyOfTheWay()));
    }
  }

  private static EnumSet<Cause> copyOfTheWay() {
    return EnumSet.copyOf(OF_THE_WAY);
  }

  private static DiagnosisInput scene(String where, String reason, String words) {
    return switch (where) {
      case "waiting" -> scene(waiting(reason, words), List.of());
      case "ended" -> scene(ended(Integer.parseInt(words), reason), List.of());
      case "restarted" -> scene(ended(137, "Error"), List.of(event(reason, words)));
      case "running" -> scene(running(false), List.of(event(reason, words)));
      case "ready" -> scene(notReady(running(true)), List.of(event(reason, words)));
      case "pending" -> scene(bare(), List.of(event(reason, words)));
      case "status" -> scene(withStatus(reason, words), List.of());
      case "unscheduled" -> scene(unscheduled(words), List.of());
      case "deleted" -> scene(deleted(), List.of());
      case "refused" -> new DiagnosisInput(refused(words), List.of(), List.of(), Map.of());
      default -> throw new IllegalArgumentException(where);
    };
  }

  private static DiagnosisInput scene(Pod pod, List<Event> events) {
    return new DiagnosisInput(deployment(), List.of(pod), events, Map.of());
  }

  private static Pod bare() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-1")
        .withCreationTimestamp("2026-01-31T12:00:00Z")
        .endMetadata()
        .withNewStatus()
        .endStatus()
        .build();
  }

  private static Pod container(
      ContainerStateBuilder now, ContainerStateBuilder last, boolean ready) {
    return new PodBuilder(bare())
        .editStatus()
        .addNewContainerStatus()
        .withName("cart")
        .withImage("registry.example/shop/cart:1.4.0")
        .withReady(ready)
        .withRestartCount(3)
        .withState(now.build())
        .withLastState(last.build())
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod waiting(String reason, String message) {
    var now =
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason(reason)
            .withMessage(message)
            .endWaiting();
    return container(now, new ContainerStateBuilder(), false);
  }

  private static Pod ended(int exitCode, String reason) {
    var now =
        new ContainerStateBuilder().withNewWaiting().withReason("CrashLoopBackOff").endWaiting();
    var last =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason(reason)
            .endTerminated();
    return container(now, last, false);
  }

  private static Pod running(boolean ready) {
    var now = new ContainerStateBuilder().withNewRunning("2026-01-31T12:00:05Z");
    return container(now, new ContainerStateBuilder(), ready);
  }

  private static Pod notReady(Pod pod) {
    return condition(pod, "Ready", null);
  }

  private static Pod unscheduled(String message) {
    return condition(bare(), "PodScheduled", message);
  }

  private static Pod condition(Pod pod, String type, String message) {
    return new PodBuilder(pod)
        .editStatus()
        .addNewCondition()
        .withType(type)
        .withStatus("False")
        .withMessage(message)
        .endCondition()
        .endStatus()
        .build();
  }

  private static Pod withStatus(String reason, String message) {
    return new PodBuilder(bare())
        .editStatus()
        .withReason(reason)
        .withMessage(message)
        .endStatus()
        .build();
  }

  private static Pod deleted() {
    return new PodBuilder(bare())
        .editMetadata()
        .withDeletionTimestamp("2026-01-31T12:05:00Z")
        .endMetadata()
        .build();
  }

  private static Event event(String reason, String message) {
    return new EventBuilder()
        .withReason(reason)
        .withMessage(message)
        .withNewInvolvedObject()
        .withKind("Pod")
        .withName("cart-1")
        .endInvolvedObject()
        .build();
  }

  private static Deployment deployment() {
    return new DeploymentBuilder().withNewMetadata().withName("cart").endMetadata().build();
  }

  private static Deployment refused(String message) {
    return new DeploymentBuilder(deployment())
        .withNewStatus()
        .addNewCondition()
        .withType("ReplicaFailure")
        .withStatus("True")
        .withMessage(message)
        .endCondition()
        .endStatus()
        .build();
  }
}
