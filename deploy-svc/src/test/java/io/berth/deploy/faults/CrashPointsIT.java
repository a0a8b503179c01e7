/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.testing.CrashingService;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.RestartSequence;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Deploy;
import io.berth.events.command.Remove;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.events.operation.Verdict;
import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * K4: the process ends by {@code kill -9} between any two steps. A step is a write to the API
 * server, a word to the operations topic or a commit; for each of them one run dies right before
 * it, twice, and the third life finishes. The outcome is that of a run without a death. A build
 * tries some of the steps, {@code -Dberth.crash.every=1} all.
 */
class CrashPointsIT {

  /** Every sixth step, so that a build stays short; all of them with 1. */
  private static final int EVERY = Integer.getInteger("berth.crash.every", 6);

  private static final int FIRST = Math.min(EVERY, 2);
  private static final int AT_ONCE = 8;

  private static SimulatedCluster simulated;
  private static KubernetesClient client;
  private static InformerAppCache cache;

  @BeforeAll
  static void start(@TempDir Path directory) {
    simulated = SimulatedCluster.start(Harness.CLUSTER);
    Path kubeconfig = simulated.writeKubeconfig(directory.resolve("kubeconfig"));
    client = CrashingService.client(Config.fromKubeconfig(kubeconfig.toFile()));
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("crash").endMetadata().build())
        .create();
    cache = new InformerAppCache(Harness.CLUSTER, client, _ -> {});
    cache.start();
    await().until(cache::hasSynced);
  }

  @AfterAll
  static void stop() {
    cache.close();
    client.close();
    simulated.close();
  }

  @Test
  @Tag("fault-K4")
  void deployAndScale() throws Exception {
    everyPoint(
        "scaled",
        app -> List.of(deploy(app, GOOD), new Scale(ANN, app, 4)),
        List.of(Verdict.SUCCEEDED, Verdict.SUCCEEDED));
  }

  @Test
  @Tag("fault-K4")
  void rolledBackUpgrade() throws Exception {
    everyPoint(
        "undone",
        app ->
            List.of(
                deploy(app, GOOD),
                new Deploy(ANN, app, TestApps.rollingBack(spec("shop/cart:2-missing", 3)), false)),
        List.of(Verdict.SUCCEEDED, Verdict.ROLLED_BACK));
  }

  @Test
  @Tag("fault-K4")
  void canary() throws Exception {
    Canary steps = new Canary(List.of(new CanaryStep(40, Duration.ofMillis(100))));
    everyPoint(
        "stepped",
        app ->
            List.of(
                deploy(app, GOOD),
                new Deploy(ANN, app, TestApps.stepping("shop/cart:2.0.0", 3, steps), false)),
        List.of(Verdict.SUCCEEDED, Verdict.SUCCEEDED));
  }

  @Test
  @Tag("fault-K4")
  void remove() throws Exception {
    everyPoint(
        "removed",
        app -> List.of(deploy(app, GOOD), new Remove(ANN, app, app.name())),
        List.of(Verdict.SUCCEEDED, Verdict.SUCCEEDED));
  }

  private static void everyPoint(
      String name, Function<AppRef, List<ApplicationCommand>> script, List<Verdict> wanted)
      throws Exception {
    RestartSequence whole = lives(name, 0, script);
    int points = whole.run(Integer.MAX_VALUE);
    assertThat(whole.verdicts()).isEqualTo(wanted);
    List<Callable<Void>> runs = new ArrayList<>();
    for (int point = FIRST; point <= points; point += EVERY) {
      int last = point;
      runs.add(() -> run(lives(name, last, script), last, whole, wanted));
    }
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (var run : threads.invokeAll(runs)) {
        run.get();
      }
    }
  }

  private static Void run(
      RestartSequence lives, int point, RestartSequence whole, List<Verdict> wanted) {
    lives.run(point);
    lives.run(point);
    lives.run(Integer.MAX_VALUE);
    assertThat(lives.verdicts()).as("death before step " + point).isEqualTo(wanted);
    assertThat(lives.objects())
        .as("objects after a death before step " + point)
        .isEqualTo(whole.objects());
    lives.end();
    return null;
  }

  private static RestartSequence lives(
      String name, int point, Function<AppRef, List<ApplicationCommand>> script) {
    AppRef app = new AppRef("crash", name + "-" + point);
    return new RestartSequence(client, cache, app, script.apply(app));
  }
}
