/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.realcluster;

import static io.berth.deploy.testing.TestApps.rollingBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.ReadyPods;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.berth.events.operation.Verdict;
import io.berth.simulator.node.RealNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
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
 * From a command on the real broker to real pods on a real node, whose images come from a real
 * registry. Side by side: most of the time they wait for the kubelet.
 */
@OnRealCluster
class DeployRealNodeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final CommandMeta BOB = CommandMeta.by("bob").withDeadline(PATIENCE);
  private static final String SHOP = "berth-" + UUID.randomUUID().toString().substring(0, 8);
  private static final String LAB = SHOP + "-lab";

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
            "--berth.rollout.grace.crash=10s",
            "--berth.rollout.grace.not-ready=45s");
    berth.start();
    done(new EnsureNamespace(BOB, SHOP, Environment.PROD, "bob", null));
    done(new EnsureNamespace(BOB, LAB, Environment.DEV, "bob", null));
  }

  @AfterAll
  static void stop() throws Exception {
    if (berth != null) {
      berth.cluster.namespaces().withName(SHOP).delete();
      berth.cluster.namespaces().withName(LAB).delete();
      berth.close();
    }
    if (node != null) {
      node.close();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void application_neverLacksPods_throughEveryCommand() {
    AppRef cart = new AppRef(SHOP, "cart");
    done(new Deploy(BOB, cart, spec("1", 3), false));
    try (ReadyPods ready = new ReadyPods(berth.cluster, cart)) {
      done(new Deploy(BOB, cart, spec("2", 3), false));
      assertThat(image(cart)).startsWith(node.image("2") + "@sha256:");

      assertThat(done(new Rollback(BOB, cart, null)).release()).isEqualTo(3);
      assertThat(image(cart)).startsWith(node.image("1") + "@sha256:");

      done(new Scale(BOB, cart, 4));
      Set<String> before = running(cart);
      assertThat(before).hasSize(4);

      done(new Restart(BOB, cart));
      assertThat(running(cart)).hasSize(4).doesNotContainAnyElementsOf(before);

      assertThat(ready.faults()).isEmpty();
      assertThat(ready.states()).allSatisfy(state -> assertThat(state).hasSizeGreaterThan(2));
    }
    done(new Stop(BOB, cart));
    await().atMost(PATIENCE).until(() -> pods(cart).isEmpty());

    done(new Remove(BOB, cart, "cart"));
    assertThat(live(cart)).isNull();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void brokenUpgrade_isRolledBack_whileTheOldPodsServe() {
    AppRef careful = new AppRef(SHOP, "careful");
    done(new Deploy(BOB, careful, spec("1", 3), false));
    Set<String> old = running(careful);
    try (ReadyPods ready = new ReadyPods(berth.cluster, careful)) {
      String broken = berth.send(new Deploy(BOB, careful, rollingBack(spec("2-crash", 3)), false));

      Concluded verdict = concluded(broken);
      assertThat(verdict.verdict()).isEqualTo(Verdict.ROLLED_BACK);
      assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.CONTAINER_CRASHED);
      assertThat(verdict.rolledBackBy()).isEqualTo(broken + ".rollback");
      assertThat(concluded(broken + ".rollback").verdict()).isEqualTo(Verdict.SUCCEEDED);
      assertThat(image(careful)).startsWith(node.image("1") + "@sha256:");

      assertThat(ready.faults()).isEmpty();
      assertThat(old).hasSize(3);
      assertThat(ready.states().getFirst()).isEqualTo(old);
      old.addAll(running(careful));
      assertThat(ready.states())
          .allSatisfy(state -> assertThat(state).hasSizeGreaterThan(2).isSubsetOf(old));
    }
  }

  static Stream<Arguments> broken() {
    AppSpec good = spec("1", 1);
    return Stream.of(
        Arguments.of(
            "elsewhere", image(good, node.imageElsewhere("1")), Cause.IMAGE_NOT_FOUND, "not found"),
        Arguments.of("crash", spec("1-crash", 1), Cause.CONTAINER_CRASHED, "IllegalStateException"),
        Arguments.of("oom", spec("1-oom", 1), Cause.OUT_OF_MEMORY, "exit code 137"),
        Arguments.of(
            "unready", spec("1-unready", 1), Cause.READINESS_PROBE_FAILING, "statuscode: 503"),
        Arguments.of(
            "unlive",
            probed(good, probe("/cgi-bin/misspelt", 8080), probe("/cgi-bin/ready", 8080)),
            Cause.LIVENESS_PROBE_FAILING,
            "statuscode: 404"),
        Arguments.of(
            "deaf",
            probed(good, probe("/cgi-bin/live", 8080), probe("/", 9090)),
            Cause.WRONG_PORT,
            "connection refused"),
        Arguments.of(
            "greedy",
            TestApps.with(good, new Limits(900_000, 32L << 20), good.probes()),
            Cause.UNSCHEDULABLE,
            "Insufficient cpu"),
        Arguments.of(
            "keyless",
            TestApps.withSecret(good, "cart-db"),
            Cause.SECRET_MISSING,
            "secret \"cart-db\" not found"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  @Execution(ExecutionMode.CONCURRENT)
  void brokenRelease_failsWithItsCause_andTheNodesMessage(
      String name, AppSpec spec, Cause cause, String words) {
    Concluded verdict = concluded(berth.send(new Deploy(BOB, new AppRef(LAB, name), spec, false)));

    assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verdict.diagnosis().cause()).isEqualTo(cause);
    assertThat(verdict.diagnosis().evidence())
        .extracting(Evidence::text)
        .anySatisfy(text -> assertThat(text).contains(words));
    assertThat(verdict.diagnosis().advice()).isNotEmpty();
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

  private static AppSpec probed(AppSpec spec, Probe liveness, Probe readiness) {
    return TestApps.with(spec, spec.limits(), new Probes(liveness, readiness, null));
  }

  private static AppSpec image(AppSpec spec, String image) {
    return TestApps.with(
        TestApps.onSharedNode(TestApps.spec(image, spec.replicas())),
        new Limits(100, 32L << 20),
        new Probes(liveness(), probe("/cgi-bin/ready", 8080), null));
  }

  /** What readiness checks, so a ready pod is available at once; it kills no pod of a test. */
  private static Probe liveness() {
    return probe("/cgi-bin/ready", 8080, 1000);
  }

  private static Probe probe(String path, int port) {
    return probe(path, port, 10);
  }

  private static Probe probe(String path, int port, int failureThreshold) {
    return new Probe(
        new ProbeCheck.Http(path, port),
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

  private static List<Pod> pods(AppRef app) {
    return berth
        .cluster
        .pods()
        .inNamespace(app.namespace())
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems();
  }

  private static Set<String> running(AppRef app) {
    return pods(app).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
