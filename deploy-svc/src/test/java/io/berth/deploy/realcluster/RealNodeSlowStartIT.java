/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.PartialFailurePolicy;
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
import io.berth.simulator.node.RealNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What takes a minute to become ready on a real node, by every strategy; side by side. The second
 * cluster of the waves is a simulated one.
 */
@OnRealCluster
class RealNodeSlowStartIT {

  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final CommandMeta BOB =
      CommandMeta.by("bob").withDeadline(PATIENCE).withClusters(List.of("dc-a"));
  private static final String LAB = "berth-" + UUID.randomUUID().toString().substring(0, 8);
  private static final Canary CANARY =
      new Canary(List.of(new CanaryStep(50, Duration.ofSeconds(1))));
  private static final BlueGreen BLUE_GREEN = new BlueGreen(false, Duration.ofSeconds(1));

  private static RealNode node;
  private static Harness real;
  private static Harness simulated;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    node = RealNode.open();
    real =
        new Harness(
            node.kubeconfig(),
            directory,
            "--berth.registry.endpoints=" + node.endpoints(),
            "--berth.rollout.grace.crash=10s",
            "--berth.rollout.grace.not-ready=3m");
    simulated = Harness.idle("dc-b", real.prefix, List.of("--berth.rollout.grace.not-ready=3m"));
    real.start();
    simulated.start();
    for (String cluster : List.of("dc-a", "dc-b")) {
      CommandMeta meta = CommandMeta.by("bob").withClusters(List.of(cluster));
      String id = real.send(new EnsureNamespace(meta, LAB, Environment.DEV, "bob", null));
      assertThat(concluded(id, cluster).verdict()).isEqualTo(Verdict.SUCCEEDED);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (simulated != null) {
      simulated.close();
    }
    if (real != null) {
      real.cluster.namespaces().withName(LAB).delete();
      real.close();
    }
    if (node != null) {
      node.close();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void slowCanary_succeeds() {
    assertThat(second("canary", "2-starts-in-60s", CANARY).verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void slowBlueGreen_succeeds() {
    assertThat(second("switch", "2-starts-in-60s", BLUE_GREEN).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void slowFirstDeployInWaves_succeeds() {
    String id = inWaves("waves", "1-starts-in-60s");

    assertThat(concluded(id, "dc-a").verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(concluded(id, "dc-b").verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void brokenCanary_isAborted() {
    assertThat(second("broken-canary", "2-crash", CANARY).verdict()).isEqualTo(Verdict.ROLLED_BACK);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void brokenBlueGreen_isAborted() {
    assertThat(second("broken-switch", "2-crash", BLUE_GREEN).verdict())
        .isEqualTo(Verdict.ROLLED_BACK);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void brokenFirstWave_stopsTheSecond() {
    String id = inWaves("broken-waves", "1-crash");

    assertThat(concluded(id, "dc-a").verdict()).isEqualTo(Verdict.FAILED);
    assertThat(concluded(id, "dc-b").diagnosis().cause()).isEqualTo(Cause.WAVE_STOPPED);
  }

  /** The verdict of a second release behind a first one that starts at once. */
  private static Concluded second(String name, String tag, RolloutStrategy strategy) {
    AppRef app = new AppRef(LAB, name);
    RolloutStrategy rolling = RolloutStrategy.Rolling.standard();
    String first = real.send(new Deploy(BOB, app, spec("1", rolling), false));
    assertThat(concluded(first, "dc-a").verdict()).isEqualTo(Verdict.SUCCEEDED);
    return concluded(real.send(new Deploy(BOB, app, spec(tag, strategy), false)), "dc-a");
  }

  private static String inWaves(String name, String tag) {
    CommandMeta meta =
        new CommandMeta(
            "bob",
            null,
            PATIENCE,
            List.of("dc-a", "dc-b"),
            new ClusterOrder.Waves(
                List.of(List.of("dc-a"), List.of("dc-b")), Duration.ofSeconds(1)),
            new PartialFailurePolicy.All(),
            null,
            false);
    return real.send(
        new Deploy(
            meta, new AppRef(LAB, name), spec(tag, RolloutStrategy.Rolling.standard()), false));
  }

  private static Concluded concluded(String id, String cluster) {
    return await()
        .atMost(PATIENCE.plusMinutes(1))
        .until(
            () ->
                real.operationsOf(id).stream()
                    .filter(said -> said.ref().cluster().equals(cluster))
                    .filter(Concluded.class::isInstance)
                    .map(Concluded.class::cast)
                    .toList(),
            all -> !all.isEmpty())
        .getFirst();
  }

  private static AppSpec spec(String tag, RolloutStrategy strategy) {
    return AppSpecBuilder.with(
        TestApps.onSharedNode(TestApps.spec(node.image(tag), 1)),
        it -> {
          it.limits = new Limits(100, 32L << 20);
          it.probes = new Probes(probe(1000), probe(10), null);
          it.strategy = strategy;
        });
  }

  /** Both probes check the same, so a ready pod is available at once. */
  private static Probe probe(int failureThreshold) {
    return new Probe(
        new ProbeCheck.Http("/cgi-bin/ready", 8080),
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        failureThreshold);
  }
}
