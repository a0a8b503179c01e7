/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.CONFIG_ERROR;
import static io.berth.events.operation.Diagnosis.Cause.READINESS_PROBE_FAILING;
import static io.berth.events.operation.Diagnosis.Cause.SLOW_START;
import static io.berth.events.operation.Diagnosis.Cause.STARTUP_PROBE_FAILING;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A probe that fails within what the pod allows is no fault. */
class ProbeBudgetTest {

  private static final String CREATED = "2026-01-31T12:00:00Z";
  private static final Instant STARTED = Instant.parse("2026-01-31T12:05:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 10, 3, 30, 30", //
    "5, 2, 30, 60, 65",
    "3600, 3600, 1000, 3600000, 3603600",
    ", , , 30, 30",
  })
  void budget_isTheProbes(
      @Nullable Integer delay,
      @Nullable Integer period,
      @Nullable Integer threshold,
      long failures,
      long startup) {
    Probe probe = probe(delay, period, threshold);

    assertThat(ProbeBudget.ofFailures(probe)).isEqualTo(Duration.ofSeconds(failures));
    assertThat(ProbeBudget.ofStartup(probe)).isEqualTo(Duration.ofSeconds(startup));
  }

  @Test
  void startupProbeThatMayStillPass_concludesNothing() {
    RolloutFinding finding = diagnose(List.of(running("a", false)), startup("a", 290));

    assertThat(finding.cause()).isEqualTo(STARTUP_PROBE_FAILING);
    assertThat(finding.provisional()).isTrue();
    assertThat(finding.diagnosis().explanation()).contains("300 s from its start");
  }

  @Test
  void startupProbeThatHasPassed_isNoCause() {
    assertThat(diagnose(List.of(running("a", true)), startup("a", 200)).cause())
        .isEqualTo(SLOW_START);
  }

  @Test
  void startupProbeThatExpired_isFinal() {
    RolloutFinding finding = diagnose(List.of(killed("a")), startup("a", 300));

    assertThat(finding.cause()).isEqualTo(STARTUP_PROBE_FAILING);
    assertThat(finding.provisional()).isFalse();
  }

  @Test
  void startupOfOnePod_doesNotHideWhatAnotherOneSuffers() {
    assertThat(diagnose(List.of(running("a", false), unmakeable("b")), startup("a", 10)).cause())
        .isEqualTo(CONFIG_ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "300, 12:10:00", // the startup probe passed after five minutes
    "600, 12:15:00", // as after an initial delay
    "-60, 12:05:00", // an event of the run before
    ", 12:05:00", // an event without a time
  })
  void readiness_failsFromItsFirstFailure_forAsLongAsItsThreshold(
      @Nullable Integer seconds, String since) {
    RolloutFinding finding =
        diagnose(List.of(running("a", true)), unhealthy("a", "Readiness", seconds));

    assertThat(finding.cause()).isEqualTo(READINESS_PROBE_FAILING);
    assertThat(finding.since()).isEqualTo("2026-01-31T" + since + "Z");
    assertThat(finding.tolerance()).isEqualTo(Duration.ofSeconds(80));
    assertThat(finding.provisional()).isFalse();
  }

  @Test
  void readiness_failsFromTheFirstOfItsEvents() {
    RolloutFinding finding =
        diagnose(
            List.of(running("a", true)),
            unhealthy("a", "Readiness", 40),
            unhealthy("a", "Readiness", 20),
            unhealthy("a", "Startup", 5));

    assertThat(finding.since()).isEqualTo(STARTED.plusSeconds(20));
  }

  private static RolloutFinding diagnose(List<Pod> pods, Event... events) {
    return Diagnostician.diagnose(
            new DiagnosisInput(
                new DeploymentBuilder().withNewMetadata().withName("cart").endMetadata().build(),
                pods,
                Arrays.asList(events),
                Map.of()))
        .orElseThrow();
  }

  private static Pod running(String name, boolean started) {
    return pod(
        name,
        0,
        started,
        new ContainerStateBuilder().withNewRunning().withStartedAt(STARTED.toString()).endRunning(),
        new ContainerStateBuilder());
  }

  private static Pod killed(String name) {
    return pod(
        name,
        1,
        false,
        new ContainerStateBuilder().withNewWaiting("back-off", "CrashLoopBackOff"),
        new ContainerStateBuilder()
            .withNewTerminated()
            .withStartedAt(STARTED.toString())
            .withExitCode(143)
            .endTerminated());
  }

  private static Pod unmakeable(String name) {
    return pod(
        name,
        0,
        false,
        new ContainerStateBuilder().withNewWaiting("no user", "CreateContainerConfigError"),
        new ContainerStateBuilder());
  }

  private static Pod pod(
      String name,
      int restarts,
      boolean started,
      ContainerStateBuilder state,
      ContainerStateBuilder last) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withCreationTimestamp(CREATED)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("cart")
        .withStartupProbe(probe(0, 10, 30))
        .withReadinessProbe(probe(600, 20, 4))
        .endContainer()
        .endSpec()
        .withNewStatus()
        .addNewContainerStatus()
        .withName("cart")
        .withReady(false)
        .withStarted(started)
        .withRestartCount(restarts)
        .withState(state.build())
        .withLastState(last.build())
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Probe probe(
      @Nullable Integer delay, @Nullable Integer period, @Nullable Integer threshold) {
    return new ProbeBuilder()
        .withInitialDelaySeconds(delay)
        .withPeriodSeconds(period)
        .withFailureThreshold(threshold)
        .build();
  }

  private static Event startup(String pod, int seconds) {
    return unhealthy(pod, "Startup", seconds);
  }

  /** An event that has been repeated since. */
  private static Event unhealthy(String pod, String probe, @Nullable Integer seconds) {
    return new EventBuilder()
        .withReason("Unhealthy")
        .withMessage(probe + " probe failed: HTTP probe failed with statuscode: 503")
        .withFirstTimestamp(seconds == null ? null : STARTED.plusSeconds(seconds).toString())
        .withLastTimestamp(seconds == null ? null : STARTED.plusSeconds(7000).toString())
        .withNewInvolvedObject()
        .withKind("Pod")
        .withName(pod)
        .endInvolvedObject()
        .build();
  }
}
