/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.deploy.testing.TestApps.stepping;
import static io.berth.deploy.testing.TestApps.watched;
import static io.berth.deploy.testing.TestApps.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A release counts as rolled out once its pods have stayed ready through a liveness window. */
@ExtendWith(SharedHarness.class)
class LivenessWindowIT {

  /** Its pods become ready, and their liveness probe fails from the start. */
  private static final String KILLED = "shop/cart:2-breaks-in-0s";

  private static final Duration WINDOW = Duration.ofSeconds(3);

  private static final Harness berth = SharedHarness.get();

  @Test
  void goodRelease_succeeds_whenTheWindowHasPassed() {
    AppRef app = shop("watched");
    Concluded first = deploy(app, spec(GOOD, 3));

    assertThat(first.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.live(app).getSpec().getMinReadySeconds()).isEqualTo(3);
    Instant created = Instant.parse(berth.live(app).getMetadata().getCreationTimestamp());
    assertThat(first.ref().at()).isAfterOrEqualTo(created.plus(WINDOW));
  }

  @Test
  void readyPodsThatLivenessKills_failTheRollout() {
    Concluded verdict = deploy(shop("killed"), spec(KILLED, 3));

    assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.LIVENESS_PROBE_FAILING);
  }

  @Test
  void readyPodsThatDoNotCountYet_areTheCauseAtTheDeadline() {
    AppSpec spec = spec(GOOD, 3);
    Probe liveness =
        new Probe(
            new ProbeCheck.Http("/live", 8080),
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            3);
    AppSpec watched =
        with(spec, spec.limits(), new Probes(liveness, spec.probes().readiness(), null));

    Concluded verdict =
        berth.concluded(
            berth.send(
                new Deploy(
                    ANN.withDeadline(Duration.ofSeconds(8)), shop("uncounted"), watched, false)));

    assertThat(verdict.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.NOT_AVAILABLE);
    assertThat(verdict.diagnosis().explanation())
        .startsWith("All 3 pods are ready, the last one since ")
        .contains("counts 0 as available", "ready for 30 s (minReadySeconds)");
  }

  static Stream<Arguments> strategies() {
    return Stream.of(
        Arguments.of("killed-step", new Canary(List.of(new CanaryStep(50, Duration.ofSeconds(1))))),
        Arguments.of("killed-switch", new BlueGreen(false, Duration.ofSeconds(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strategies")
  void readyPodsThatLivenessKills_areRolledBackBeforeTheyReplaceTheOldOnes(
      String name, RolloutStrategy strategy) {
    AppRef app = shop(name);
    assertThat(deploy(app, spec(GOOD, 3)).verdict()).isEqualTo(Verdict.SUCCEEDED);

    Concluded verdict = deploy(app, stepping(KILLED, 3, strategy));

    assertThat(verdict.verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.LIVENESS_PROBE_FAILING);
    assertThat(berth.image(app)).startsWith(GOOD);
    await().until(() -> Integer.valueOf(3).equals(berth.live(app).getStatus().getReadyReplicas()));
  }

  private static Concluded deploy(AppRef app, AppSpec spec) {
    return berth.concluded(berth.send(new Deploy(ANN, app, watched(spec), false)));
  }
}
