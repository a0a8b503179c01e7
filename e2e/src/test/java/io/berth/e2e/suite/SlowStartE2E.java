/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.suite.BerthProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Whatever the strategy, an application may take its time to start, and a broken one goes back,
 * also while every service is killed once ({@link KillE2E} runs beside it). The rules of the
 * suite's monitors are hasty: a moment in which nothing serves would raise an alert.
 */
@ExtendWith(WithSuite.class)
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = WithSuite.CLUSTERS, mode = ResourceAccessMode.READ)
class SlowStartE2E {

  private static final String NAMESPACE = "slow-start";
  private static final String SLOW = "starts-in-60s";
  private static final String CANARY =
      "strategy: {type: CANARY, steps: [{percent: 50, bake: PT1S}]}";
  private static final String BLUE_GREEN = "strategy: {type: BLUE_GREEN, keepOld: PT1S}";
  private static final String AT_ONCE = "clusters: [dc-a], deadline: PT12M";
  private static final String IN_WAVES =
      "clusters: [dc-a, dc-b], deadline: PT12M, "
          + "order: {type: WAVES, waves: [[dc-a], [dc-b]], bake: PT1S}";

  @TempDir private Path files;

  @Test
  void canaryBlueGreenAndFirstDeployInWaves_ofWhatStartsInAMinute_succeed_andBrokenOnesGoBack(
      BerthProgram berth) {
    berth.api().ensureNamespace(NAMESPACE);
    try (ExecutorService sideBySide = Executors.newVirtualThreadPerTaskExecutor()) {
      var waves = deploy(sideBySide, berth, "in-waves", "1-" + SLOW, IN_WAVES, "");
      var brokenWaves = deploy(sideBySide, berth, "broken-in-waves", "1-crash", IN_WAVES, "");
      var canary = second(sideBySide, berth, "canary", "2-" + SLOW, CANARY);
      var brokenCanary = second(sideBySide, berth, "broken-canary", "2-crash", CANARY);
      var blueGreen = second(sideBySide, berth, "blue-green", "2-" + SLOW, BLUE_GREEN);
      var brokenBlueGreen = second(sideBySide, berth, "broken-blue-green", "2-crash", BLUE_GREEN);

      succeeded(waves.join());
      succeeded(canary.join());
      succeeded(blueGreen.join());
      failed(brokenWaves.join(), "FAILED", "wave 1 did not succeed in dc-a");
      failed(brokenCanary.join(), "ROLLED_BACK");
      failed(brokenBlueGreen.join(), "ROLLED_BACK");
    }
    for (String app : List.of("in-waves", "canary", "blue-green")) {
      assertThat(berth.api().alertsThatFired(NAMESPACE, app)).as(app).isEmpty();
    }
  }

  /** A second release behind a first one that starts at once. */
  private CompletableFuture<Outcome> second(
      ExecutorService sideBySide, BerthProgram berth, String app, String tag, String strategy) {
    return deploy(sideBySide, berth, app, "1", AT_ONCE, "")
        .thenApply(
            first -> {
              succeeded(first);
              return berth.deploy(file(app, tag, AT_ONCE, strategy));
            });
  }

  private CompletableFuture<Outcome> deploy(
      ExecutorService sideBySide,
      BerthProgram berth,
      String app,
      String tag,
      String meta,
      String strategy) {
    Path file = file(app, tag, meta, strategy);
    return CompletableFuture.supplyAsync(() -> berth.deploy(file), sideBySide);
  }

  private static void succeeded(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("SUCCEEDED");
  }

  private static void failed(Outcome outcome, String... words) {
    assertThat(outcome.exitCode()).as(outcome.output()).isNotZero();
    assertThat(outcome.output()).contains(words);
  }

  private Path file(String app, String tag, String meta, String strategy) {
    String text =
        """
        app: {namespace: %s, name: %s}
        meta: {%s}
        spec:
          image: registry.example.com/shop/app:%s
          replicas: 1
          limits: {cpuMillis: 50, memoryBytes: 268435456}
          probes: {liveness: {check: {type: TCP, port: 8080}}, readiness: {check: {type: TCP, port: 8080}}}
          %s
        """
            .formatted(NAMESPACE, app, meta, tag, strategy);
    try {
      return Files.writeString(files.resolve(app + "-" + tag + ".yaml"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
