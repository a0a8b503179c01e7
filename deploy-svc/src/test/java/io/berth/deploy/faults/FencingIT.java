/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.kubernetes.KubernetesClients;
import io.berth.deploy.kubernetes.KubernetesCluster;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.planning.StagePlans;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.testing.CrashingService;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.StallingProxy;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** K3: an instance that stood still between its look and its write comes too late, and loses. */
class FencingIT {

  private static SimulatedCluster simulated;
  private static KubernetesClient client;
  private static InformerAppCache cache;
  private static KubernetesCluster cluster;

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @BeforeAll
  static void start(@TempDir Path directory) {
    simulated = SimulatedCluster.start(Harness.CLUSTER);
    client =
        KubernetesClients.open(
            simulated.writeKubeconfig(directory.resolve("kubeconfig")).toString());
    cache = watching(client);
    cluster = new KubernetesCluster(Harness.CLUSTER, client, cache, 20, (_, _) -> false);
    cluster.apply(List.of(NamespaceManifests.bare("shop")));
  }

  private static InformerAppCache watching(KubernetesClient client) {
    InformerAppCache cache = new InformerAppCache(Harness.CLUSTER, client, _ -> {});
    cache.start();
    await().atMost(Duration.ofMinutes(8)).until(cache::isWatching);
    return cache;
  }

  @AfterAll
  static void stop() {
    cache.close();
    client.close();
    simulated.close();
  }

  @Test
  @Tag("fault-K3")
  void firstDeployOfAPausedInstance_overwritesNothing() {
    AppRef app = new AppRef("shop", "first");
    Plan.Apply late = plan(order("c-6", 6, deploy(app, "shop/cart:6.0.0")));

    cluster.apply(plan(order("c-6", 6, deploy(app, "shop/cart:6.0.0"))));
    cluster.apply(plan(order("c-7", 7, deploy(app, "shop/cart:7.0.0"))));

    assertThatThrownBy(() -> cluster.apply(late))
        .isInstanceOf(StaleWriteException.class)
        .hasMessageContaining("c-7");
    assertThat(live(app).getMetadata().getAnnotations())
        .containsEntry(Annotations.COMMAND_ID, "c-7");
    assertThat(image(live(app))).contains("7.0.0");
  }

  @Test
  @Tag("fault-K3")
  void scaleOfAPausedInstance_changesNothing() {
    AppRef app = new AppRef("shop", "second");
    cluster.apply(plan(order("c-1", 1, deploy(app, GOOD))));
    Plan.Apply late = plan(order("c-2", 2, new Scale(ANN, app, 9)));

    cluster.apply(plan(order("c-2", 2, new Scale(ANN, app, 9))));
    cluster.apply(plan(order("c-3", 3, new Scale(ANN, app, 4))));

    assertThatThrownBy(() -> cluster.apply(late)).isInstanceOf(StaleWriteException.class);
    assertThat(live(app).getSpec().getReplicas()).isEqualTo(4);
    assertThat(
            client
                .services()
                .inNamespace("shop")
                .withName("second")
                .get()
                .getMetadata()
                .getAnnotations())
        .containsEntry(Annotations.COMMAND_ID, "c-3");
  }

  @Test
  @Tag("fault-K3")
  void removeOfAPausedInstance_deletesNothingNewer() {
    AppRef app = new AppRef("shop", "third");
    ReceivedCommand late = order("c-2", 2, new Scale(ANN, app, 9));
    cluster.apply(plan(order("c-3", 3, deploy(app, GOOD))));

    assertThatThrownBy(() -> cluster.delete(app, late.ref()))
        .isInstanceOf(StaleWriteException.class);
    assertThat(live(app)).isNotNull();
  }

  @Test
  @Tag("fault-K3")
  void instanceWithAStalledWatch_losesToOthers_andReadsItsOwnWrites() throws Exception {
    AppRef app = new AppRef("shop", "silent");
    cluster.apply(plan(order("c-1", 1, deploy(app, GOOD))));
    Config config = new ConfigBuilder(client.getConfiguration()).build();
    try (StallingProxy line = new StallingProxy(URI.create(simulated.url()).getPort());
        KubernetesClient behind = CrashingService.client(at(line, config));
        InformerAppCache stale = watching(behind)) {
      var late = new KubernetesCluster(Harness.CLUSTER, client, stale, 20, (_, _) -> false);
      late.cachedSnapshot(app); // as one that was at work: what kind of server it is, it knows
      line.hold();

      cluster.apply(plan(order("c-3", 3, new Scale(ANN, app, 4))));
      ClusterSnapshot cached = late.cachedSnapshot(app);
      assertThat(cached.live().lastCommand().commandId()).isEqualTo("c-1");
      Plan.Apply overdue =
          (Plan.Apply) planner.plan(order("c-2", 2, new Scale(ANN, app, 9)), cached);
      assertThatThrownBy(() -> late.apply(overdue)).isInstanceOf(StaleWriteException.class);
      assertThat(live(app).getSpec().getReplicas()).isEqualTo(4);

      var newest = order("c-4", 4, new Scale(ANN, app, 5));
      Plan.Apply outdated = (Plan.Apply) planner.plan(newest, cached);
      assertThatThrownBy(() -> late.apply(outdated)).isInstanceOf(StaleWriteException.class);
      // Each object that turns out to be newer than the cache has it planned once more.
      await()
          .ignoreException(StaleWriteException.class)
          .until(() -> late.apply((Plan.Apply) planner.plan(newest, late.snapshot(app))) != null);
      assertThat(late.cachedSnapshot(app).live().lastCommand().commandId()).isEqualTo("c-4");
      late.delete(app, order("c-5", 5, new Scale(ANN, app, 5)).ref());
      assertThat(late.cachedSnapshot(app).live()).isNull();
    }
  }

  private static Config at(StallingProxy line, Config config) {
    config.setMasterUrl(line.url());
    return config;
  }

  @Test
  @Tag("fault-K3")
  void canaryStepOfAPausedInstance_changesNothing() {
    AppRef app = new AppRef("shop", "stepped");
    cluster.apply(plan(order("c-1", 1, deploy(app, GOOD))));
    ObservedApp begun = cluster.apply(plan(order("c-2", 2, canary(app, "shop/cart:2.0.0"))));
    ClusterSnapshot seen = cluster.snapshot(app);

    cluster.apply(StagePlans.next(begun, seen, begun.lastCommand(), null));
    cluster.apply(plan(order("c-3", 3, canary(app, "shop/cart:3.0.0"))));

    assertThatThrownBy(() -> cluster.apply(StagePlans.sameStep(begun, seen, 2, 1, null)))
        .isInstanceOf(StaleWriteException.class);
    assertThatThrownBy(
            () -> cluster.deleteParallel(app, Track.CANARY.nameFor("stepped"), begun.lastCommand()))
        .isInstanceOf(StaleWriteException.class);
    assertThat(image(live(app))).contains("2.0.0");
    assertThat(image(live(new AppRef("shop", "stepped--canary")))).contains("3.0.0");
  }

  @Test
  void namespace_isAppliedFirst_andItsObjectsConcurrently() {
    var namespace = NamespaceManifests.bare("harbour");
    List<HasMetadata> objects = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      objects.add(
          new ConfigMapBuilder()
              .withNewMetadata()
              .withNamespace("harbour")
              .withName("file-" + i)
              .endMetadata()
              .build());
    }
    objects.add(namespace);

    cluster.apply(objects);

    assertThat(client.configMaps().inNamespace("harbour").list().getItems())
        .filteredOn(file -> file.getMetadata().getName().startsWith("file-"))
        .hasSize(8);
  }

  @Test
  @Tag("fault-A13")
  void createWithALostResponse_isTheCommandsOwn_anothersIsNot() {
    AppRef app = new AppRef("shop", "fourth");
    Plan.Apply one = plan(order("c-1", 1, deploy(app, GOOD)));
    Plan.Apply other = plan(order("c-0", 0, deploy(app, "shop/cart:0.9.0")));

    cluster.apply(one);
    cluster.apply(one);

    assertThatThrownBy(() -> cluster.apply(other)).isInstanceOf(StaleWriteException.class);
    assertThat(cluster.snapshot(app).releases().all()).hasSize(1);
  }

  @Test
  void observedApp_isThatOfTheSnapshot_andNobodyElsesDeployment() {
    AppRef app = new AppRef("shop", "sixth");
    assertThat(cluster.observe(app)).isEmpty();

    cluster.apply(plan(order("c-1", 1, deploy(app, GOOD))));
    assertThat(cluster.observe(app))
        .map(ObservedApp::lastCommand)
        .hasValue(cluster.snapshot(app).live().lastCommand());

    client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("sixth")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"" + Annotations.APP + "\":\"shop/other\"}}}");
    assertThat(cluster.snapshot(app).foreign()).isNotNull();
    assertThat(cluster.observe(app)).isEmpty();
  }

  @Test
  void statusChange_isNoConflict() {
    AppRef app = new AppRef("shop", "fifth");
    Plan.Apply one = plan(order("c-1", 1, deploy(app, GOOD)));
    cluster.apply(one);
    for (int i = 2; i < 12; i++) {
      cluster.apply(plan(order("c-" + i, i, new Scale(ANN, app, 3 + i % 3))));
    }

    assertThat(live(app).getMetadata().getAnnotations())
        .containsEntry(Annotations.POSITION, "berth.commands-0:11");
  }

  private Plan.Apply plan(ReceivedCommand received) {
    return (Plan.Apply) planner.plan(received, cluster.snapshot(received.command().subject()));
  }

  private static Deploy canary(AppRef app, String image) {
    Canary steps = new Canary(List.of(new CanaryStep(30, null)));
    return new Deploy(ANN, app, TestApps.stepping(image, 3, steps), false);
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private static ReceivedCommand order(String id, long offset, Command command) {
    return new ReceivedCommand(
        id, command, Instant.now(), new RecordPosition("berth.commands", 0, offset));
  }

  private static Deployment live(AppRef app) {
    return client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get();
  }
}
