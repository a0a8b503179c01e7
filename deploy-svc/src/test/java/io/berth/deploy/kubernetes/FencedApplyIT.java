/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.events.AppRef;
import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody makes, between a look that found nothing and the write, is theirs. */
class FencedApplyIT {

  /** What happens before the next apply. */
  private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>(() -> {});

  private static SimulatedCluster simulated;
  private static KubernetesClient client;
  private static KubernetesClient somebody;
  private static InformerAppCache cache;
  private static FencedApply fenced;

  @BeforeAll
  static void start(@TempDir Path directory) {
    simulated = SimulatedCluster.start("dc-a");
    Path kubeconfig = simulated.writeKubeconfig(directory.resolve("kubeconfig"));
    somebody = KubernetesClients.open(kubeconfig.toString());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("meanwhile", new Meanwhile()))
            .build();
    somebody
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
    cache = new InformerAppCache("dc-a", client, _ -> {});
    cache.start();
    await().until(cache::isWatching);
    fenced = new FencedApply(client, new ReadYourWritesCache(cache, new WrittenVersions()));
  }

  @AfterAll
  static void stop() {
    cache.close();
    client.close();
    somebody.close();
    simulated.close();
  }

  static Stream<HasMetadata> objects() {
    List<HasMetadata> objects = objects("meets");
    return IntStream.range(0, objects.size()).mapToObj(i -> objects("meets-" + i).get(i));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void concurrentlyCreatedObject_isNotOverwritten(HasMetadata wanted) {
    HasMetadata foreign = copy(wanted);
    foreign.getMetadata().setLabels(Map.of("team", "x"));
    foreign.getMetadata().setAnnotations(Map.of(Annotations.APP, "elsewhere/another"));
    MEANWHILE.set(() -> somebody.resource(foreign).create());

    assertThatThrownBy(() -> fenced.apply(wanted, Annotations.DEPLOYER))
        .isInstanceOf(ClusterRejectedException.class)
        .hasMessageStartingWith(
            wanted.getKind() + "/" + wanted.getMetadata().getName() + " in namespace shop");

    assertThat(somebody.resource(foreign).get().getMetadata().getLabels())
        .isEqualTo(Map.of("team", "x"));
  }

  @Test
  void missingObject_isCreated_andCanBeWrittenAgain() {
    for (HasMetadata wanted : objects("made")) {
      fenced.apply(wanted, Annotations.DEPLOYER);
      fenced.apply(wanted, Annotations.DEPLOYER);

      assertThat(ObjectOwner.of(somebody.resource(wanted).get()))
          .contains(ObjectOwner.of(new AppRef("shop", "made")));
    }
  }

  @Test
  void partialApply_requiresTheApplicationsOwnDeployment() {
    HasMetadata foreign = copy(objects("part").getLast());
    foreign.getMetadata().setLabels(Map.of("team", "x"));
    foreign.getMetadata().setAnnotations(null);
    somebody.resource(foreign).create();
    AppRef app = new AppRef("shop", "part");

    assertThatThrownBy(
            () ->
                fenced.applyPart(
                    ScaledDeployment.of(app, 9, "berth.scaling-decisions-0:1"),
                    ObjectOwner.of(app),
                    Annotations.SCALER,
                    _ -> Optional.empty()))
        .isInstanceOf(ClusterRejectedException.class);
    assertThat(
            somebody
                .apps()
                .deployments()
                .inNamespace("shop")
                .withName("part")
                .get()
                .getSpec()
                .getReplicas())
        .isEqualTo(3);
  }

  /** ConfigMap, Service, PodDisruptionBudget and Deployment. */
  private static List<HasMetadata> objects(String app) {
    return AppManifests.of(
        new DesiredState(
            "dc-a",
            new AppRef("shop", app),
            release(1),
            3,
            true,
            false,
            null,
            null,
            true,
            new CommandRef("c-1", "deploy", "ann", NOON, NOON, "berth.commands-0:1"),
            null,
            null));
  }

  private static HasMetadata copy(HasMetadata object) {
    HasMetadata copy = client.getKubernetesSerialization().clone(object);
    ObjectMeta metadata = copy.getMetadata();
    metadata.setResourceVersion(null);
    return copy;
  }

  private static final class Meanwhile implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (request.method().equals("PATCH") || request.method().equals("POST")) {
        MEANWHILE.getAndSet(() -> {}).run();
      }
    }
  }
}
