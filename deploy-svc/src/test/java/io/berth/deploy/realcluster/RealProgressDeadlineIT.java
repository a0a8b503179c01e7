/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Abort;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Pause;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import io.berth.simulator.node.RealNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the real Deployment controller leaves on a Deployment whose roll-out it has given up, and
 * what the next command makes of it.
 */
@OnRealCluster
class RealProgressDeadlineIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final CommandMeta BOB = CommandMeta.by("bob").withDeadline(PATIENCE);
  private static final String LAB = "berth-" + UUID.randomUUID().toString().substring(0, 8);

  private static RealNode node;
  private static Harness berth;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    node = RealNode.open();
    berth =
        new Harness(
            node.kubeconfig(),
            directory,
            "--berth.registry.endpoints=" + node.endpoints(),
            "--berth.rollout.grace.unschedulable=3m",
            "--berth.rollout.grace.not-ready=45s");
    berth.start();
    done(new EnsureNamespace(BOB, LAB, Environment.DEV, "bob", null));
  }

  @AfterAll
  static void stop() throws Exception {
    if (berth != null) {
      berth.cluster.namespaces().withName(LAB).delete();
      berth.close();
    }
    if (node != null) {
      node.close();
    }
  }

  static Stream<Arguments> afterwards() {
    return Stream.of(
        Arguments.of("back", (Function<AppRef, Command>) app -> new Rollback(BOB, app, null)),
        Arguments.of(
            "mended", (Function<AppRef, Command>) app -> new Deploy(BOB, app, spec("2", 2), false)),
        Arguments.of("stopped", (Function<AppRef, Command>) app -> new Stop(BOB, app)),
        Arguments.of("given-up", (Function<AppRef, Command>) app -> new Abort(BOB, app)),
        Arguments.of("paused", (Function<AppRef, Command>) app -> new Pause(BOB, app)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("afterwards")
  @Execution(ExecutionMode.CONCURRENT)
  void afterProgressDeadlineExceeded_theNextCommandIsJudgedOnItsOwn(
      String name, Function<AppRef, Command> next) {
    AppRef app = givenUp(name);

    done(next.apply(app));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void afterProgressDeadlineExceeded_aScaleHasItsOwnGracePeriod() {
    AppRef app = givenUp("scaled");

    String id = berth.send(new Scale(BOB, app, 1));

    Concluded verdict = concluded(id);
    assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.READINESS_PROBE_FAILING);
    Instant written =
        berth.operationsOf(id).stream()
            .filter(Applied.class::isInstance)
            .findFirst()
            .orElseThrow()
            .ref()
            .at();
    assertThat(Duration.between(written, verdict.ref().at()))
        .isGreaterThan(Duration.ofSeconds(40)); // of the 45 that this service was given
  }

  /**
   * Release 1 serves, release 2 does not become ready, and the Deployment controller has said so:
   * its ten minutes are cut short, and set back when they are over.
   */
  private static AppRef givenUp(String name) {
    AppRef app = new AppRef(LAB, name);
    done(new Deploy(BOB, app, spec("1", 2), false));
    String broken = berth.send(new Deploy(BOB, app, spec("1-unready", 2), false));
    await().atMost(PATIENCE).until(() -> image(app).contains("unready"));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              progressDeadline(app, 2); // again, where a write of the service has set it back
              return live(app).getStatus().getConditions().stream()
                  .anyMatch(it -> "ProgressDeadlineExceeded".equals(it.getReason()));
            });
    progressDeadline(app, 600);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                live(app)
                    .getStatus()
                    .getObservedGeneration()
                    .equals(live(app).getMetadata().getGeneration()));
    assertThat(concluded(broken).verdict()).isEqualTo(Verdict.FAILED);
    return app;
  }

  private static void progressDeadline(AppRef app, int seconds) {
    await()
        .atMost(PATIENCE)
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

  private static Concluded done(Command command) {
    Concluded verdict = concluded(berth.send(command));
    assertThat(verdict.verdict()).as("%s", verdict).isEqualTo(Verdict.SUCCEEDED);
    return verdict;
  }

  private static Concluded concluded(String id) {
    await()
        .atMost(PATIENCE.plusMinutes(1))
        .until(() -> berth.operationsOf(id).stream().anyMatch(Harness::isVerdict));
    return berth.concluded(id);
  }

  private static AppSpec spec(String tag, int replicas) {
    return image(TestApps.spec(node.image(tag), replicas), node.image(tag));
  }

  private static AppSpec image(AppSpec spec, String image) {
    return TestApps.with(
        TestApps.onSharedNode(TestApps.spec(image, spec.replicas())),
        new Limits(100, 32L << 20),
        new Probes(probe(1000), probe(10), null));
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

  private static Deployment live(AppRef app) {
    return berth
        .cluster
        .apps()
        .deployments()
        .inNamespace(app.namespace())
        .withName(app.name())
        .get();
  }

  private static String image(AppRef app) {
    return live(app).getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }
}
