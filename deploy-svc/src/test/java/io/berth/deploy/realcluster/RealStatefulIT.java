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
import io.berth.events.command.Workload;
import io.berth.events.command.pod.Volume;
import io.berth.events.command.pod.Volume.ClaimTemplate;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.berth.simulator.node.RealNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A StatefulSet on a real node: its pods keep their numbers and their claims. */
@OnRealCluster
class RealStatefulIT {

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
            "--berth.rollout.grace.crash=10s",
            "--berth.rollout.grace.unschedulable=45s",
            "--berth.rollout.grace.not-ready=45s");
    berth.start();
    done(new EnsureNamespace(BOB, LAB, Environment.DEV, "bob", null));
    HostPathVolume.create(berth.cluster, LAB + "-0", LAB, directory.resolve("volume-0"));
    HostPathVolume.create(berth.cluster, LAB + "-1", LAB, directory.resolve("volume-1"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (berth != null) {
      berth.cluster.namespaces().withName(LAB).delete();
      berth.cluster.persistentVolumes().withName(LAB + "-0").delete();
      berth.cluster.persistentVolumes().withName(LAB + "-1").delete();
      berth.close();
    }
    if (node != null) {
      node.close();
    }
  }

  @Test
  void pods_keepNumbersAndClaims_throughEveryCommand() {
    AppRef orders = new AppRef(LAB, "orders");
    done(new Deploy(BOB, orders, spec("1", 2, LAB), false));
    Map<String, Pod> first = pods(orders);
    assertThat(first).containsOnlyKeys("orders-0", "orders-1");
    assertThat(first.get("orders-1").getMetadata().getCreationTimestamp())
        .isGreaterThanOrEqualTo(readySince(first.get("orders-0")));
    assertThat(claims(orders)).hasSize(2).allSatisfy(RealStatefulIT::isBound);

    Concluded broken = concluded(new Deploy(BOB, orders, spec("1-crash", 2, LAB), false));
    assertThat(broken.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(broken.diagnosis().cause()).isEqualTo(Cause.CONTAINER_CRASHED);
    assertThat(uid(pods(orders).get("orders-0"))).isEqualTo(uid(first.get("orders-0")));

    assertThat(done(new Rollback(BOB, orders, null)).release()).isEqualTo(3);
    assertThat(pods(orders).values())
        .hasSize(2)
        .allSatisfy(pod -> assertThat(image(pod)).startsWith(node.image("1") + "@sha256:"));

    done(new Scale(BOB, orders, 1));
    await().atMost(PATIENCE).until(() -> pods(orders).keySet().equals(Set.of("orders-0")));
    assertThat(claims(orders)).hasSize(2);
    done(new Scale(BOB, orders, 2));

    Map<String, Pod> before = pods(orders);
    done(new Restart(BOB, orders));
    assertThat(pods(orders)).containsOnlyKeys("orders-0", "orders-1");
    assertThat(uid(pods(orders).get("orders-0"))).isNotEqualTo(uid(before.get("orders-0")));

    assertThat(rejected(new Deploy(BOB, orders, deployment("1", 2), false)))
        .extracting(Violation::rule)
        .containsExactly("workload-kind");

    assertThat(drifts(orders)).isEmpty();
    holdBack(orders);
    await().atMost(PATIENCE).until(() -> !drifts(orders).isEmpty());
    assertThat(drifts(orders))
        .singleElement()
        .satisfies(
            drift -> {
              assertThat(drift.object()).isEqualTo("StatefulSet/orders");
              assertThat(drift.field()).isEqualTo("spec.updateStrategy.rollingUpdate.partition");
              assertThat(drift.found()).isEqualTo("1");
              assertThat(drift.wanted()).isEqualTo("0");
              assertThat(drift.manager()).isEqualTo("kubectl-patch");
            });

    done(new Stop(BOB, orders));
    await().atMost(PATIENCE).until(() -> pods(orders).isEmpty());
    done(new Remove(BOB, orders, "orders"));
    assertThat(berth.cluster.apps().statefulSets().inNamespace(LAB).withName("orders").get())
        .isNull();
    assertThat(berth.cluster.services().inNamespace(LAB).withName("orders--headless").get())
        .isNull();
    assertThat(claims(orders)).hasSize(2).allSatisfy(RealStatefulIT::isBound);
  }

  @Test
  void claimWithoutAVolume_isDiagnosed() {
    Concluded verdict =
        concluded(new Deploy(BOB, new AppRef(LAB, "homeless"), spec("1", 1, LAB + "-none"), false));

    assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.VOLUME_NOT_MOUNTED);
    assertThat(verdict.diagnosis().advice().getFirst()).contains("storageClass");
  }

  private static List<Drifted> drifts(AppRef app) {
    return berth.operationsOn(app).stream()
        .filter(Drifted.class::isInstance)
        .map(Drifted.class::cast)
        .toList();
  }

  /** As a person does who lets only some pods be replaced. */
  private static void holdBack(AppRef app) {
    berth
        .cluster
        .apps()
        .statefulSets()
        .inNamespace(app.namespace())
        .withName(app.name())
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("kubectl-patch")
                .build(),
            "{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":1}}}}");
  }

  private static AppSpec deployment(String tag, int replicas) {
    return TestApps.with(
        TestApps.onSharedNode(TestApps.spec(node.image(tag), replicas)),
        new Limits(100, 32L << 20),
        new Probes(ready(), ready(), null));
  }

  private static AppSpec spec(String tag, int replicas, String storageClass) {
    return AppSpecBuilder.with(
        deployment(tag, replicas),
        it -> {
          it.workload = new Workload.Stateful(null);
          it.volumes =
              Map.of(
                  "/var/lib/orders",
                  new Volume(
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      new ClaimTemplate("1Gi", storageClass, null)));
        });
  }

  private static Probe ready() {
    return new Probe(
        new ProbeCheck.Http("/cgi-bin/ready", 8080),
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        10);
  }

  private static Concluded done(Command command) {
    Concluded verdict = concluded(command);
    assertThat(verdict.verdict()).as("%s", verdict).isEqualTo(Verdict.SUCCEEDED);
    return verdict;
  }

  private static Concluded concluded(Command command) {
    String id = berth.send(command);
    await()
        .atMost(PATIENCE.plusMinutes(1))
        .until(() -> berth.operationsOf(id).stream().anyMatch(Harness::isVerdict));
    return berth.concluded(id);
  }

  private static List<Violation> rejected(Command command) {
    String id = berth.send(command);
    await()
        .atMost(PATIENCE)
        .until(() -> berth.operationsOf(id).stream().anyMatch(Rejected.class::isInstance));
    return berth.operationsOf(id).stream()
        .filter(Rejected.class::isInstance)
        .map(Rejected.class::cast)
        .findFirst()
        .orElseThrow()
        .violations();
  }

  private static Map<String, Pod> pods(AppRef app) {
    Map<String, Pod> pods = new TreeMap<>();
    berth
        .cluster
        .pods()
        .inNamespace(app.namespace())
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems()
        .forEach(pod -> pods.put(pod.getMetadata().getName(), pod));
    return pods;
  }

  private static List<PersistentVolumeClaim> claims(AppRef app) {
    return berth
        .cluster
        .persistentVolumeClaims()
        .inNamespace(app.namespace())
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems();
  }

  private static void isBound(PersistentVolumeClaim claim) {
    assertThat(claim.getStatus().getPhase()).isEqualTo("Bound");
  }

  private static String readySince(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .findFirst()
        .orElseThrow()
        .getLastTransitionTime();
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  private static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }
}
