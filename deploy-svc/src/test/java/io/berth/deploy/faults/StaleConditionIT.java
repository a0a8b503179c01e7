/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Abort;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.Pause;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Commands for an application whose roll-out the Deployment controller has given up: {@code
 * ProgressDeadlineExceeded} stands on its Deployment, and says nothing about what they ask for.
 */
class StaleConditionIT {

  private static final String NEXT = "registry.example/shop/cart:3.0.0";
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  @AutoClose
  private static final Harness berth =
      Harness.running("--berth.rollout.grace.not-ready=" + PATIENCE.toSeconds() + "s");

  @Test
  void fixingCommand_succeeds() {
    Map<String, Function<AppRef, Command>> mends = new LinkedHashMap<>();
    mends.put("back", app -> new Rollback(ANN, app, null));
    mends.put("back-to", app -> new Rollback(ANN, app, 1L));
    mends.put("gives-up", app -> new Abort(ANN, app));
    mends.put("next", app -> new Deploy(ANN, app, spec(NEXT, 3), false));
    mends.put("wider", app -> new Deploy(ANN, app, spec(NEXT, 5), false));
    mends.put(
        "switch",
        app ->
            new Deploy(
                ANN,
                app,
                TestApps.stepping(NEXT, 3, new BlueGreen(false, Duration.ofSeconds(1))),
                false));
    mends.put("stop", app -> new Stop(ANN, app));
    mends.put("pause", app -> new Pause(ANN, app));
    mends.keySet().forEach(StaleConditionIT::broken);
    mends.keySet().forEach(StaleConditionIT::givenUp);

    Map<String, String> sent = new LinkedHashMap<>();
    mends.forEach((name, command) -> sent.put(name, berth.send(command.apply(shop(name)))));

    sent.forEach(
        (name, id) ->
            assertThat(berth.concluded(id))
                .as(name)
                .extracting(Concluded::verdict)
                .isEqualTo(Verdict.SUCCEEDED));
  }

  @Test
  void commandThatFixesNothing_hasItsOwnGracePeriodAndCause() {
    Map<String, Function<AppRef, Command>> others = new LinkedHashMap<>();
    others.put("restart", app -> new Restart(ANN, app));
    others.put("grow", app -> new Scale(ANN, app, 5));
    others.put("shrink", app -> new Scale(ANN, app, 3));
    others.put("same", app -> new Scale(ANN, app, 4));
    others.put("resume", app -> new Resume(ANN, app));
    others.keySet().forEach(StaleConditionIT::broken);
    assertThat(berth.concluded(berth.send(new Pause(ANN, shop("resume")))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    others.keySet().stream()
        .filter(name -> !name.equals("resume"))
        .forEach(StaleConditionIT::givenUp);

    Map<String, String> sent = new LinkedHashMap<>();
    others.forEach((name, command) -> sent.put(name, berth.send(command.apply(shop(name)))));

    sent.forEach(
        (name, id) -> {
          Concluded verdict = berth.concluded(id);
          assertThat(verdict.verdict()).as(name).isEqualTo(Verdict.FAILED);
          assertThat(verdict.diagnosis().cause()).as(name).isEqualTo(Cause.READINESS_PROBE_FAILING);
          assertThat(Duration.between(written(id), verdict.ref().at()))
              .as(name)
              .isGreaterThanOrEqualTo(PATIENCE.minusSeconds(1));
        });
  }

  @Test
  void controllersCondition_countsWhereItIsAboutThisRollout() {
    broken("slow-to-tell");
    givenUp("slow-to-tell");
    AppRef app = shop("slow-to-tell");

    String id =
        berth.send(new Deploy(ANN, app, spec("registry.example/shop/cart:4-slow", 4), false));
    await().until(() -> berth.operationsOf(id).stream().anyMatch(Applied.class::isInstance));
    deadline(app, 1);

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.FAILED);
  }

  private static java.time.Instant written(String id) {
    return berth.operationsOf(id).stream()
        .filter(Applied.class::isInstance)
        .findFirst()
        .orElseThrow()
        .ref()
        .at();
  }

  /** Release 1 serves on, release 2 does not become ready. */
  private static void broken(String name) {
    AppRef app = shop(name);
    assertThat(berth.concluded(berth.send(new Deploy(ANN, app, spec(GOOD, 4), false))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    berth.send(new Deploy(ANN, app, spec("registry.example/shop/cart:2-unready", 4), false));
    await()
        .until(
            () ->
                "2".equals(berth.live(app).getMetadata().getAnnotations().get("berth.io/release")));
  }

  /** As ten minutes after it: the controller's own deadline, cut short and set back. */
  private static void givenUp(String name) {
    AppRef app = shop(name);
    deadline(app, 1);
    await()
        .until(
            () ->
                berth.live(app).getStatus().getConditions().stream()
                    .anyMatch(it -> "ProgressDeadlineExceeded".equals(it.getReason())));
    deadline(app, 600);
    await()
        .until(
            () ->
                berth
                    .live(app)
                    .getStatus()
                    .getObservedGeneration()
                    .equals(berth.live(app).getMetadata().getGeneration()));
    await()
        .until(
            () ->
                berth.operationsOn(app).stream()
                    .filter(Concluded.class::isInstance)
                    .anyMatch(it -> ((Concluded) it).verdict() == Verdict.FAILED));
  }

  private static void deadline(AppRef app, int seconds) {
    await()
        .ignoreException(KubernetesClientException.class)
        .until(
            () ->
                berth
                        .cluster
                        .apps()
                        .deployments()
                        .inNamespace(app.namespace())
                        .withName(app.name())
                        .edit(
                            it ->
                                it.edit()
                                    .editSpec()
                                    .withProgressDeadlineSeconds(seconds)
                                    .endSpec()
                                    .build())
                    != null);
  }
}
