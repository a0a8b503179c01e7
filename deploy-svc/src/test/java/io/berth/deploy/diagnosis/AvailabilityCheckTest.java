/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Diagnosis.Cause;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ready pods that the Deployment controller does not count as available. */
class AvailabilityCheckTest {

  @ParameterizedTest
  @CsvSource({
    // wanted, ready pods, counted as available: whether that is the finding
    "3, 3, 0, true",
    "3, 3, , true",
    "3, 3, 2, true",
    "3, 4, 2, true",
    "3, 3, 3, false",
    "3, 2, 2, false", // the third is not ready, which is another finding
    "3, 0, 0, false",
    "0, 0, 0, false",
    ", 1, 0, true",
  })
  void readyPodsThatDoNotCount_areAFinding(
      @Nullable Integer wanted, int ready, @Nullable Integer available, boolean found) {
    assertThat(cause(deployment(wanted, available, 30), pods(ready)))
        .isEqualTo(found ? Optional.of(Cause.NOT_AVAILABLE) : Optional.empty());
  }

  @Test
  void finding_saysHowManyAndSinceWhen() {
    RolloutFinding finding = diagnose(deployment(3, 1, 30), pods(3)).orElseThrow();

    assertThat(finding.diagnosis().explanation())
        .isEqualTo(
            "All 3 pods are ready, the last one since 2026-01-31T12:00:03Z, but the Deployment"
                + " controller counts 1 as available. A pod counts once it has been ready for 30 s"
                + " (minReadySeconds).");
    assertThat(diagnose(deployment(1, 0, null), pods(1)).orElseThrow().diagnosis().explanation())
        .contains("ready for 0 s");
  }

  @Test
  void terminatingPod_isNotCounted() {
    Pod leaving =
        pods(1).getFirst().edit().editMetadata().withDeletionTimestamp("x").endMetadata().build();

    assertThat(cause(deployment(1, 0, 30), List.of(leaving))).contains(Cause.STUCK_TERMINATING);
  }

  @Test
  void faultOfAPod_isMoreSpecific() {
    Pod unscheduled =
        new PodBuilder()
            .withNewMetadata()
            .withName("cart-9")
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .endCondition()
            .endStatus()
            .build();

    assertThat(
            cause(
                deployment(3, 1, 30),
                Stream.concat(pods(3).stream(), Stream.of(unscheduled)).toList()))
        .contains(Cause.UNSCHEDULABLE);
  }

  private static Optional<Cause> cause(Deployment deployment, List<Pod> pods) {
    return diagnose(deployment, pods).map(RolloutFinding::cause);
  }

  private static Optional<RolloutFinding> diagnose(Deployment deployment, List<Pod> pods) {
    return Diagnostician.diagnose(new DiagnosisInput(deployment, pods, List.of(), Map.of()));
  }

  private static Deployment deployment(
      @Nullable Integer wanted, @Nullable Integer available, @Nullable Integer minReadySeconds) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("cart")
        .endMetadata()
        .withNewSpec()
        .withReplicas(wanted)
        .withMinReadySeconds(minReadySeconds)
        .endSpec()
        .withNewStatus()
        .withAvailableReplicas(available)
        .endStatus()
        .build();
  }

  private static List<Pod> pods(int ready) {
    return IntStream.rangeClosed(1, ready).mapToObj(AvailabilityCheckTest::ready).toList();
  }

  private static Pod ready(int number) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-" + number)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withLastTransitionTime("2026-01-31T12:00:0" + number + "Z")
        .endCondition()
        .addNewContainerStatus()
        .withName("cart")
        .withReady(true)
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
