/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.Apps.ANN;
import static io.berth.deploy.Apps.GOOD;
import static io.berth.deploy.Apps.deploy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.delivery.Overtaken;
import io.berth.deploy.kubernetes.Connection;
import io.berth.deploy.kubernetes.KubernetesCluster;
import io.berth.deploy.kubernetes.WatchedCluster;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.Position;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.planning.StagePlans;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.Rules;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.localstack.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** K3: an instance that stood still between its look and its write comes too late, and loses. */
class FenceIT {

  private static SimulatedCluster simulated;
  private static KubernetesClient client;
  private static WatchedCluster view;
  private static KubernetesCluster cluster;

  private final Planner planner = new Planner(new Rules(PolicyParameters.standard()));

  @BeforeAll
  static void start(@TempDir Path directory) {
    simulated = SimulatedCluster.start(Harness.CLUSTER);
    client = Connection.open(simulated.writeKubeconfig(directory.resolve("kubeconfig")).toString());
    view = watching(client);
    cluster = new KubernetesCluster(Harness.CLUSTER, client, view, 20, (_, _) -> false);
  }

  private static WatchedCluster watching(KubernetesClient client) {
    WatchedCluster view = new WatchedCluster(Harness.CLUSTER, client, _ -> {});
    view.start();
    await().atMost(Duration.ofMinutes(2)).until(view::watching);
    return view;
  }

  @AfterAll
  static void stop() {
    view.close();
    client.close();
    simulated.close();
  }

  @Test
  void K3_firstDeploy_ofAnInstanceThatStoodStill_writesNothingOverTheNext() {
    AppRef app = new AppRef("shop", "first");
    Plan.Write late = plan(order("c-6", 6, deploy(app, "shop/cart:6.0.0")));

    cluster.write(plan(order("c-6", 6, deploy(app, "shop/cart:6.0.0"))));
    cluster.write(plan(order("c-7", 7, deploy(app, "shop/cart:7.0.0"))));

    assertThatThrownBy(() -> cluster.write(late))
        .isInstanceOf(Overtaken.class)
        .hasMessageContaining("c-7");
    assertThat(live(app).getMetadata().getAnnotations()).containsEntry(Marks.COMMAND_ID, "c-7");
    assertThat(image(live(app))).contains("7.0.0");
  }

  @Test
  void K3_scale_ofAnInstanceThatStoodStill_leavesEveryObjectAlone() {
    AppRef app = new AppRef("shop", "second");
    cluster.write(plan(order("c-1", 1, deploy(app, GOOD))));
    Plan.Write late = plan(order("c-2", 2, new Scale(ANN, app, 9)));

    cluster.write(plan(order("c-2", 2, new Scale(ANN, app, 9))));
    cluster.write(plan(order("c-3", 3, new Scale(ANN, app, 4))));

    assertThatThrownBy(() -> cluster.write(late)).isInstanceOf(Overtaken.class);
    assertThat(live(app).getSpec().getReplicas()).isEqualTo(4);
    assertThat(
            client
                .services()
                .inNamespace("shop")
                .withName("second")
                .get()
                .getMetadata()
                .getAnnotations())
        .containsEntry(Marks.COMMAND_ID, "c-3");
  }

  @Test
  void K3_remove_ofAnInstanceThatStoodStill_takesNothingOfTheNextLife() {
    AppRef app = new AppRef("shop", "third");
    Order late = order("c-2", 2, new Scale(ANN, app, 9));
    cluster.write(plan(order("c-3", 3, deploy(app, GOOD))));

    assertThatThrownBy(() -> cluster.erase(app, late.origin())).isInstanceOf(Overtaken.class);
    assertThat(live(app)).isNotNull();
  }

  @Test
  void K3_instanceWhoseWatchFellSilent_losesToOthers_andKnowsWhatItWroteItself() throws Exception {
    AppRef app = new AppRef("shop", "silent");
    cluster.write(plan(order("c-1", 1, deploy(app, GOOD))));
    Config config = new ConfigBuilder(client.getConfiguration()).build();
    try (HeldLine line = new HeldLine(URI.create(simulated.url()).getPort());
        KubernetesClient behind = MortalService.client(at(line, config));
        WatchedCluster stale = watching(behind)) {
      var late = new KubernetesCluster(Harness.CLUSTER, client, stale, 20, (_, _) -> false);
      late.glimpse(app); // as one that was at work: what kind of server it is, it knows
      line.hold();

      cluster.write(plan(order("c-3", 3, new Scale(ANN, app, 4))));
      Situation glimpse = late.glimpse(app);
      assertThat(glimpse.live().origin().commandId()).isEqualTo("c-1");
      Plan.Write overdue =
          (Plan.Write) planner.plan(order("c-2", 2, new Scale(ANN, app, 9)), glimpse);
      assertThatThrownBy(() -> late.write(overdue)).isInstanceOf(Overtaken.class);
      assertThat(live(app).getSpec().getReplicas()).isEqualTo(4);

      late.write((Plan.Write) planner.plan(order("c-4", 4, new Scale(ANN, app, 5)), glimpse));
      assertThat(late.glimpse(app).live().origin().commandId()).isEqualTo("c-4");
      late.erase(app, order("c-5", 5, new Scale(ANN, app, 5)).origin());
      assertThat(late.glimpse(app).live()).isNull();
    }
  }

  private static Config at(HeldLine line, Config config) {
    config.setMasterUrl(line.url());
    return config;
  }

  @Test
  void K3_stepOfACanary_ofAnInstanceThatStoodStill_leavesTheNextOneAlone() {
    AppRef app = new AppRef("shop", "stepped");
    cluster.write(plan(order("c-1", 1, deploy(app, GOOD))));
    LiveApp begun = cluster.write(plan(order("c-2", 2, canary(app, "shop/cart:2.0.0"))));
    Situation seen = cluster.situation(app);

    cluster.write(StagePlans.next(begun, seen, begun.origin(), null));
    cluster.write(plan(order("c-3", 3, canary(app, "shop/cart:3.0.0"))));

    assertThatThrownBy(() -> cluster.write(StagePlans.same(begun, seen, 2, 1, null)))
        .isInstanceOf(Overtaken.class);
    assertThatThrownBy(() -> cluster.eraseBeside(app, Track.CANARY, begun.origin()))
        .isInstanceOf(Overtaken.class);
    assertThat(image(live(app))).contains("2.0.0");
    assertThat(image(live(new AppRef("shop", "stepped-canary")))).contains("3.0.0");
  }

  @Test
  void namespace_isWrittenBeforeWhatLiesInIt_andFilesBesideEachOther() {
    var namespace =
        new NamespaceBuilder().withNewMetadata().withName("harbour").endMetadata().build();
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

    cluster.write(objects);

    assertThat(client.configMaps().inNamespace("harbour").list().getItems())
        .filteredOn(file -> file.getMetadata().getName().startsWith("file-"))
        .hasSize(8);
  }

  @Test
  void A13_createWhoseAnswerWasLost_isTheCommandsOwn_anothersIsNot() {
    AppRef app = new AppRef("shop", "fourth");
    Plan.Write one = plan(order("c-1", 1, deploy(app, GOOD)));
    Plan.Write other = plan(order("c-0", 0, deploy(app, "shop/cart:0.9.0")));

    cluster.write(one);
    cluster.write(one);

    assertThatThrownBy(() -> cluster.write(other)).isInstanceOf(Overtaken.class);
    assertThat(cluster.situation(app).releases().all()).hasSize(1);
  }

  @Test
  void statusThatMovesOn_isNoReasonToLose() {
    AppRef app = new AppRef("shop", "fifth");
    Plan.Write one = plan(order("c-1", 1, deploy(app, GOOD)));
    cluster.write(one);
    for (int i = 2; i < 12; i++) {
      cluster.write(plan(order("c-" + i, i, new Scale(ANN, app, 3 + i % 3))));
    }

    assertThat(live(app).getMetadata().getAnnotations())
        .containsEntry(Marks.POSITION, "berth.commands-0:11");
  }

  private Plan.Write plan(Order order) {
    return (Plan.Write) planner.plan(order, cluster.situation(order.command().subject()));
  }

  private static Deploy canary(AppRef app, String image) {
    Canary steps = new Canary(List.of(new CanaryStep(30, null)));
    return new Deploy(ANN, app, Apps.stepping(image, 3, steps), false);
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private static Order order(String id, long offset, Command command) {
    return new Order(id, command, Instant.now(), new Position("berth.commands", 0, offset));
  }

  private static Deployment live(AppRef app) {
    return client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get();
  }
}
