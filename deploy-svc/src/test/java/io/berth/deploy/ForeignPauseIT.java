/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.healing;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.deploy.testing.TestApps.starting;
import static io.berth.deploy.testing.TestApps.stepping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.testing.ForeignEditor;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.Pause;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody else pauses a Deployment: {@code kubectl rollout pause}. */
@ExtendWith(SharedHarness.class)
class ForeignPauseIT {

  private static final String NEXT = "registry.example/shop/cart:2.0.0";
  private static final String SLOW = "registry.example/shop/cart:2-starts-in-15s";

  private static final Harness berth = SharedHarness.get();

  @AutoClose private static final ForeignEditor somebody = new ForeignEditor(berth);

  static Stream<Arguments> commands() {
    return Stream.of(
        command("paused-deploy", app -> new Deploy(ANN, app, spec(NEXT, 3), false)),
        command("paused-rollback", app -> new Rollback(ANN, app, 1L)),
        command("paused-restart", app -> new Restart(ANN, app)),
        command("paused-resume", app -> new Resume(ANN, app)),
        command("paused-scale", app -> new Scale(ANN, app, 4)));
  }

  private static Arguments command(String name, Function<AppRef, Command> command) {
    return Arguments.of(name, command);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void command_endsThePauseOfAnotherClient_andReplacesThePods(
      String name, Function<AppRef, Command> command) {
    AppRef app = running(name);
    succeeded(new Deploy(ANN, app, spec("registry.example/shop/cart:1.1.0", 3), false));
    pause(app);

    succeeded(command.apply(app));

    Deployment live = berth.live(app);
    assertThat(live.getSpec().getPaused()).isNotEqualTo(true);
    assertThat(live.getStatus().getUpdatedReplicas()).isEqualTo(live.getSpec().getReplicas());
    assertThat(live.getStatus().getReplicas()).isEqualTo(live.getSpec().getReplicas());
  }

  @Test
  void pauseDuringARollout_isTold_andTheRolloutSucceedsWhenItIsResumed() {
    AppRef app = running("paused-midway");
    String id = berth.send(new Deploy(ANN, app, starting(spec(SLOW, 3), 60), false));
    await().until(() -> berth.image(app).startsWith(SLOW));
    pause(app);

    await().until(() -> waits(id, "The client kubectl-edit", "paused Deployment/paused-midway"));
    assertThat(berth.operationsOf(id)).noneMatch(Harness::isVerdict);
    assertThat(berth.waitReasons(id))
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .contains("kubectl rollout resume deployment/paused-midway -n shop"));
    somebody.change(app, it -> it.edit().editSpec().withPaused(null).endSpec().build());

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.live(app).getStatus().getUpdatedReplicas()).isEqualTo(3);
  }

  @Test
  void pauseDuringARollout_isTheCause_atTheDeadline() {
    AppRef app = running("held-for-good");
    String id =
        berth.send(
            new Deploy(
                ANN.withDeadline(Duration.ofSeconds(20)), app, starting(spec(SLOW, 3), 60), false));
    await().until(() -> berth.image(app).startsWith(SLOW));
    pause(app);

    Concluded verdict = berth.concluded(id);

    assertThat(verdict.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.ROLLOUT_PAUSED);
    assertThat(verdict.diagnosis().explanation()).contains("kubectl-edit");
    assertThat(outcome(app, 2)).isEqualTo("bad");
  }

  @Test
  void pausedCanary_isTold() {
    AppRef app = running("held-canary");
    Canary steps = new Canary(List.of(new CanaryStep(50, Duration.ofSeconds(1))));
    AppRef canary = shop("held-canary--canary");
    String id = berth.send(new Deploy(ANN, app, starting(stepping(SLOW, 3, steps), 60), false));
    await().until(() -> berth.live(canary) != null);
    pause(canary);

    await().until(() -> waits(id, "paused Deployment/held-canary--canary"));
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void berthsOwnPause_remainsThroughAScale_andEndsWithAResume() {
    AppRef app = running("own-pause");
    succeeded(new Pause(ANN, app));
    succeeded(new Scale(ANN, app, 4));

    assertThat(ObservedApp.of(berth.live(app)).orElseThrow().isPausedByBerth()).isTrue();
    assertThat(berth.live(app).getStatus().getAvailableReplicas()).isEqualTo(4);
    succeeded(new Resume(ANN, app));
    assertThat(berth.live(app).getSpec().getPaused()).isNotEqualTo(true);
  }

  @Test
  void pauseOfAnotherClient_isADrift_andSelfHealEndsIt() {
    AppRef app = shop("healed-pause");
    succeeded(new Deploy(ANN, app, healing(spec(GOOD, 3)), false));
    pause(app);

    List<Drifted> drifts = somebody.untilDrifted(app, 2);

    assertThat(drifts).extracting(Drifted::field).containsOnly("spec.paused");
    assertThat(drifts).extracting(Drifted::healed).containsExactly(false, true);
    assertThat(drifts.getFirst().found()).isEqualTo("true");
    await().until(() -> !Boolean.TRUE.equals(berth.live(app).getSpec().getPaused()));
  }

  private static boolean waits(String id, String... words) {
    return berth.waitReasons(id).stream().anyMatch(it -> Stream.of(words).allMatch(it::contains));
  }

  static String outcome(AppRef app, long release) {
    return berth
        .cluster
        .apps()
        .controllerRevisions()
        .inNamespace(app.namespace())
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems()
        .stream()
        .filter(revision -> revision.getRevision() == release)
        .map(
            revision ->
                revision.getMetadata().getAnnotations().getOrDefault("berth.io/outcome", "open"))
        .findFirst()
        .orElseThrow();
  }

  private static void pause(AppRef app) {
    somebody.change(app, it -> it.edit().editSpec().withPaused(true).endSpec().build());
  }

  private static AppRef running(String name) {
    AppRef app = shop(name);
    AppSpec spec = spec(GOOD, 3);
    succeeded(new Deploy(ANN, app, spec, false));
    return app;
  }

  private static void succeeded(Command command) {
    assertThat(berth.concluded(berth.send(command)).verdict()).isEqualTo(Verdict.SUCCEEDED);
  }
}
