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
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.ForeignEditor;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.Stop;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody else scales an application to zero while its roll-out is open. */
@ExtendWith(SharedHarness.class)
class ScaledToZeroIT {

  private static final String SLOW = "registry.example/shop/cart:2-starts-in-15s";

  private static final Harness berth = SharedHarness.get();

  @AutoClose private static final ForeignEditor somebody = new ForeignEditor(berth);

  @Test
  void rolloutWithoutAPod_doesNotSucceed_andItsReleaseIsNotGood() {
    AppRef app = running("night");
    String id = berth.send(deploy(app, SLOW, Duration.ofSeconds(20)));
    await().until(() -> berth.image(app).startsWith(SLOW));
    somebody.scale(app, 0);

    await()
        .until(
            () ->
                berth.waitReasons(id).stream()
                    .anyMatch(
                        it ->
                            it.contains("The client kubectl-edit")
                                && it.contains("scaled Deployment/night to 0")
                                && it.contains("deployment/night -n shop --replicas=3")));
    Concluded verdict = berth.concluded(id);

    assertThat(verdict.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.SCALED_TO_ZERO);
    assertThat(ForeignPauseIT.outcome(app, 2)).isEqualTo("bad");
  }

  @Test
  void rolloutThatIsScaledBack_succeeds() {
    AppRef app = running("morning");
    String id = berth.send(deploy(app, SLOW, Duration.ofMinutes(3)));
    await().until(() -> berth.image(app).startsWith(SLOW));
    somebody.scale(app, 0);
    await().until(() -> berth.waitReasons(id).stream().anyMatch(it -> it.contains(" to 0")));

    somebody.scale(app, 3);

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(ForeignPauseIT.outcome(app, 2)).isEqualTo("good");
  }

  @Test
  void releaseThatIsWantedNowhereHere_succeeds_andHasProvenNothing() {
    AppRef app = shop("elsewhere");
    AppSpec spec =
        AppSpecBuilder.with(
            spec(GOOD, 3), it -> it.replicasByCluster = Map.of(Harness.CLUSTER, 0, "dc-b", 3));

    Concluded verdict = concluded(new Deploy(ANN, app, spec, false));

    assertThat(verdict.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(ForeignPauseIT.outcome(app, 1)).isEqualTo("open");
  }

  @Test
  void stop_succeeds_andSaysThatPodsMayStillTerminate() {
    Concluded verdict = concluded(new Stop(ANN, running("off")));

    assertThat(verdict.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(verdict.summary())
        .isEqualTo("No replica is wanted; pods that still terminate have 30 seconds to end.");
  }

  private static Deploy deploy(AppRef app, String image, Duration deadline) {
    return new Deploy(ANN.withDeadline(deadline), app, starting(spec(image, 3), 60), false);
  }

  private static AppRef running(String name) {
    AppRef app = shop(name);
    assertThat(concluded(new Deploy(ANN, app, spec(GOOD, 3), false)).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    return app;
  }

  private static Concluded concluded(Command command) {
    return berth.concluded(berth.send(command));
  }
}
