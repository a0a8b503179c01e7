/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.deploy.testing.TestApps.stepping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.testing.ForeignEditor;
import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The service restarts once while an application of each test is in the middle of something. What
 * it goes on with is in the cluster and on the topics.
 */
class RestartIT {

  private static final CommandMeta ANN = CommandMeta.by("ann").withDeadline(Duration.ofHours(1));
  private static final String NEXT = "registry.example/shop/cart:2.0.0";
  private static final AppRef ROLLING = shop("rolling");
  private static final AppRef CANARY = shop("stepping");
  private static final AppRef SWITCHED = shop("switched");
  private static final AppRef DRIFTED = shop("drifted");
  private static final AppRef REGRETTED = shop("regretted");
  private static final AppRef HELD = shop("held");

  @AutoClose
  private static final Harness berth =
      Harness.running("--berth.rollout.grace.not-ready=4m"); // a slow start is none of its faults

  @AutoClose private static final ForeignEditor somebody = new ForeignEditor(berth);
  private static String rollout;
  private static String canary;
  private static String removal;
  private static List<Drifted> driftsBefore;

  @BeforeAll
  static void restart() {
    Stream.of(CANARY, SWITCHED, DRIFTED, REGRETTED, HELD)
        .map(app -> deploy(app, spec(GOOD, 4)))
        .toList()
        .forEach(RestartIT::succeeded);
    Canary steps =
        new Canary(List.of(new CanaryStep(25, Duration.ofSeconds(1)), new CanaryStep(50, null)));
    canary = deploy(CANARY, stepping(NEXT, 4, steps));
    somebody.scale(DRIFTED, 5);
    succeeded(deploy(REGRETTED, spec(NEXT, 4)));
    succeeded(berth.send(new Rollback(ANN.withReason("wrong prices"), REGRETTED, null)));
    hold(List.of("x.example.com/hold"));
    removal = berth.send(new Remove(ANN, HELD, "held"));
    await().until(() -> berth.operationsOf(removal).stream().anyMatch(Applied.class::isInstance));
    driftsBefore = somebody.untilDrifted(DRIFTED, 1);
    berth.awaitPromote(canary);
    succeeded(deploy(SWITCHED, stepping(NEXT, 4, new BlueGreen(false, Duration.ofSeconds(10)))));
    rollout = deploy(ROLLING, spec("registry.example/shop/cart:1-slow", 3));
    await().until(() -> berth.operationsOf(rollout).stream().anyMatch(Applied.class::isInstance));

    berth.stop();
    berth.start();
  }

  @Test
  void restartDuringARollout_losesNoVerdict() {
    succeeded(rollout);
    assertThat(berth.operationsOf(rollout).stream().filter(Harness::isVerdict)).hasSize(1);
  }

  @Test
  void restartDuringACanary_continuesFromTheLiveState() {
    berth.send(new Promote(ANN, CANARY));

    succeeded(canary);
    assertThat(berth.image(CANARY)).startsWith(NEXT);
    assertThat(berth.operationsOf(canary).stream().filter(Harness::isVerdict)).hasSize(1);
  }

  @Test
  void restartDuringTheRollbackWindow_endsItInTime() {
    await().until(() -> berth.live(shop("switched--preview")) == null);
    assertThat(berth.image(SWITCHED)).startsWith(NEXT);
    assertThat(
            berth
                .cluster
                .services()
                .inNamespace("shop")
                .withName("switched")
                .get()
                .getSpec()
                .getSelector())
        .containsEntry(Annotations.SLOT, "live");
  }

  @Test
  void restartDuringARemoval_followsItToItsEnd() {
    assertThat(berth.operationsOf(removal)).noneMatch(Harness::isVerdict);

    hold(List.of());

    succeeded(removal);
    assertThat(berth.live(HELD)).isNull();
  }

  @Test
  void drift_survivesARestart_andIsEndedByACommand() {
    assertThat(driftsBefore.getFirst().field()).isEqualTo("spec.replicas");
    assertThat(driftsBefore.getFirst().found()).isEqualTo("5");
    somebody.touch(DRIFTED);
    assertThat(somebody.drifts(DRIFTED)).hasSize(1);

    berth.verdict(berth.send(new Scale(ANN, DRIFTED, 3)));
    assertThat(somebody.untilDrifted(DRIFTED, 2).getLast().healed()).isTrue();
  }

  @Test
  void manuallyRolledBackRelease_isRejectedAgain_namingTheRequester_afterARestartToo() {
    assertThat(berth.rejected(deploy(REGRETTED, spec(NEXT, 4))).violations())
        .extracting(Violation::found)
        .containsExactly("the same as release 2, which ann took back by release 3: wrong prices");
  }

  private static void hold(List<String> finalizers) {
    somebody.change(
        HELD, it -> it.edit().editMetadata().withFinalizers(finalizers).endMetadata().build());
  }

  private static String deploy(AppRef app, AppSpec spec) {
    return berth.send(new Deploy(ANN, app, spec, false));
  }

  private static void succeeded(String id) {
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
  }
}
