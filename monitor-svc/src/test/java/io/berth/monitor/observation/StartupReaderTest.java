/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the progress of starts from Kubernetes objects. */
class StartupReaderTest {

  private static final Probe DEFAULTS =
      new ProbeBuilder().withNewTcpSocket().endTcpSocket().build();

  static Stream<Arguments> budgets() {
    Probe startup =
        new ProbeBuilder()
            .withInitialDelaySeconds(5)
            .withPeriodSeconds(2)
            .withFailureThreshold(30)
            .withTimeoutSeconds(4)
            .build();
    Probe patient = new ProbeBuilder().withPeriodSeconds(60).withFailureThreshold(10).build();
    return Stream.of(
        Arguments.of("no probe: ready as soon as it runs", pod(null, null), 0L),
        Arguments.of("readiness alone bounds nothing", pod(null, DEFAULTS), null),
        Arguments.of("startup: delay + tries x period + timeout", pod(startup, null), 69L),
        Arguments.of("startup with Kubernetes' defaults", pod(DEFAULTS, null), 31L),
        Arguments.of("readiness behind it has three minutes", pod(startup, DEFAULTS), 249L),
        Arguments.of("or as long as it says", pod(startup, patient), 670L),
        Arguments.of(
            "the slowest container",
            new PodSpecBuilder(pod(startup, null))
                .addToContainers(pod(DEFAULTS, null).getContainers().getFirst())
                .build(),
            69L),
        Arguments.of(
            "one container that nothing bounds",
            new PodSpecBuilder(pod(startup, null))
                .addToContainers(pod(null, DEFAULTS).getContainers().getFirst())
                .build(),
            null),
        Arguments.of(
            "a gate that somebody else opens",
            new PodSpecBuilder(pod(startup, null))
                .addNewReadinessGate()
                .withConditionType("example.com/in-load-balancer")
                .endReadinessGate()
                .build(),
            null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("budgets")
  void startupBudget_isTheTimeThatTheProbesAllow(String name, PodSpec pod, @Nullable Long seconds) {
    assertThat(StartupBudget.of(pod))
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "{0}: {1} of {3}, surge {2}")
  @CsvSource({
    "RollingUpdate, 0,    25%, 3, false",
    "RollingUpdate, 25%,  25%, 3, false",
    "RollingUpdate, 25%,  25%, 1, false",
    "RollingUpdate, 1,    0,   1, true",
    "RollingUpdate, 25%,  0,   1, true",
    "RollingUpdate, 0,    0,   1, true",
    "RollingUpdate, 100%, 1,   5, true",
    "RollingUpdate, 50%,  1,   1, false",
    "RollingUpdate, 3,    0,   2, true",
    "RollingUpdate, oops, 1,   2, false",
    "Recreate,      0,    0,   3, true",
  })
  void mayStopAll_dependsOnTheStrategy(
      String type, String unavailable, String surge, int replicas, boolean stopsAll) {
    DeploymentStrategy strategy =
        new DeploymentStrategyBuilder()
            .withType(type)
            .withNewRollingUpdate()
            .withMaxUnavailable(count(unavailable))
            .withMaxSurge(count(surge))
            .endRollingUpdate()
            .build();
    Deployment deployment =
        new DeploymentBuilder(deployment())
            .editSpec()
            .withReplicas(replicas)
            .withStrategy(strategy)
            .endSpec()
            .build();

    assertThat(RolloutReader.read(deployment).start().mayStopAll()).isEqualTo(stopsAll);
  }

  @ParameterizedTest
  @CsvSource({", 600", "0, 600", "45, 45", "2147483647, 600"})
  void missingProgressDeadline_isTheDefault(@Nullable Integer given, long seconds) {
    Deployment deployment =
        new DeploymentBuilder(deployment())
            .editSpec()
            .withProgressDeadlineSeconds(given)
            .endSpec()
            .build();

    assertThat(RolloutReader.read(deployment).start().progressDeadline())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void deployment_hasUnavailableSinceAndObservedGeneration() {
    Deployment deployment =
        new DeploymentBuilder(deployment())
            .withNewStatus()
            .withObservedGeneration(6L)
            .addNewCondition()
            .withType("Available")
            .withStatus("False")
            .withLastTransitionTime("2026-11-22T11:00:00Z")
            .endCondition()
            .endStatus()
            .build();

    RolloutSnapshot seen = RolloutReader.read(deployment);

    assertThat(seen.start().unavailableSince()).isEqualTo(Instant.parse("2026-11-22T11:00:00Z"));
    assertThat(seen.start().current()).isFalse();
    assertThat(seen.start().revision()).isEqualTo("4");
    assertThat(RolloutReader.read(deployment()).start().unavailableSince())
        .isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
  }

  @Test
  void newestObject_dateIsALowerBoundOfTheServersClock() {
    var older = new DeploymentBuilder(deployment()).build();
    var newer =
        new DeploymentBuilder(deployment())
            .editMetadata()
            .withCreationTimestamp("2026-11-22T10:00:07Z")
            .endMetadata()
            .build();

    assertThat(KubernetesTimes.newest(Stream.of(newer, older)))
        .isEqualTo(Instant.parse("2026-11-22T10:00:07Z"));
    assertThat(KubernetesTimes.newest(Stream.of())).isNull();
  }

  private static IntOrString count(String text) {
    return text.matches("\\d+") ? new IntOrString(Integer.parseInt(text)) : new IntOrString(text);
  }

  private static PodSpec pod(@Nullable Probe startup, @Nullable Probe readiness) {
    return new PodSpecBuilder()
        .withContainers(
            new ContainerBuilder().withStartupProbe(startup).withReadinessProbe(readiness).build())
        .build();
  }

  private static Deployment deployment() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("cart")
        .withUid("uid")
        .withGeneration(7L)
        .withCreationTimestamp("2026-11-22T10:00:00Z")
        .addToAnnotations("deployment.kubernetes.io/revision", "4")
        .endMetadata()
        .withNewSpec()
        .withReplicas(3)
        .endSpec()
        .build();
  }
}
