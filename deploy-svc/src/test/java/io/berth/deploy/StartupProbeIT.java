/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.deploy.testing.TestApps.starting;
import static io.berth.deploy.testing.TestApps.stepping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A startup probe that fails within its budget is no fault; one that expires is. */
@ExtendWith(SharedHarness.class)
class StartupProbeIT {

  /** It starts for longer than the grace period of a probe that fails. */
  private static final String SLOW = "registry.example/shop/cart:2-starts-in-10s";

  private static final Harness berth = SharedHarness.get();

  @Test
  void firstRelease_succeeds_whereItStartsWithinItsBudget() {
    assertThat(deploy(shop("slow-first"), starting(spec(SLOW, 3), 60)).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  static Stream<Arguments> strategies() {
    return Stream.of(
        Arguments.of("slow-rolling", Rolling.standard()),
        Arguments.of("slow-canary", new Canary(List.of(new CanaryStep(50, Duration.ofSeconds(1))))),
        Arguments.of("slow-switch", new BlueGreen(false, Duration.ofSeconds(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strategies")
  void nextRelease_succeeds_whereItStartsWithinItsBudget(String name, RolloutStrategy strategy) {
    AppRef app = shop(name);
    assertThat(deploy(app, spec(GOOD, 3)).verdict()).isEqualTo(Verdict.SUCCEEDED);

    Concluded verdict = deploy(app, starting(stepping(SLOW, 3, strategy), 60));

    assertThat(verdict.verdict()).as("%s", verdict.diagnosis()).isEqualTo(Verdict.SUCCEEDED);
    await().until(() -> berth.image(app).startsWith(SLOW));
  }

  @Test
  void startupProbeThatExpires_failsTheRollout() {
    Concluded verdict =
        deploy(
            shop("too-slow"), starting(spec("registry.example/shop/cart:1-starts-in-60s", 3), 2));

    assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.STARTUP_PROBE_FAILING);
    assertThat(verdict.diagnosis().explanation()).contains("is restarted");
  }

  private static Concluded deploy(AppRef app, AppSpec spec) {
    return berth.concluded(berth.send(new Deploy(ANN, app, spec, false)));
  }
}
