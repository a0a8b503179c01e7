/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.testing.TestApps.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.AppRef;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.EnsureNamespace.Quota;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody makes, between a look that found nothing and the write, is theirs. */
class FencedApplyIT {

  /** What happens before the next apply. */
  private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>(() -> {});

  private static InterceptedCluster simulated;
  private static KubernetesClient client;
  private static KubernetesClient somebody;
  private static InformerAppCache cache;
  private static FencedApply fenced;

  @BeforeAll
  static void start(@TempDir Path directory) {
    simulated = InterceptedCluster.start(directory, FencedApplyIT::intervene);
    client = simulated.client();
    somebody = simulated.other();
    somebody
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
    cache = new InformerAppCache("dc-a", client, _ -> {});
    cache.start();
    await().until(cache::isWatching);
    fenced = fencedApply();
  }

  @AfterAll
  static void stop() {
    cache.close();
    simulated.close();
  }

  private static FencedApply fencedApply() {
    return new FencedApply(client, new ReadYourWritesCache(cache), _ -> Optional.empty());
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

  /** Server-side apply would merge with it without a conflict. */
  @ParameterizedTest
  @ValueSource(strings = {"ConfigMap", "Service", "PodDisruptionBudget", "LimitRange"})
  void concurrentlyCreatedObject_withoutACommonField_isNotMergedWith(String kind) {
    HasMetadata wanted = wanted(kind, "beside-" + kind.toLowerCase(Locale.ROOT));
    HasMetadata foreign = bare(kind, wanted.getMetadata().getName());
    MEANWHILE.set(() -> somebody.resource(foreign).create());

    assertThatThrownBy(() -> fenced.apply(wanted, Annotations.DEPLOYER))
        .isInstanceOf(ClusterRejectedException.class);

    HasMetadata left = somebody.resource(foreign).get();
    assertThat(left.getMetadata().getLabels()).isEqualTo(Map.of("team", "x"));
    assertThat(left.getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getOperation)
        .containsOnly("Update");
  }

  /** As Kubernetes 1.20 answers for Services. */
  @Test
  void serverThatTakesNoVersionForANewService_getsNone_fromTwoWritesAtOnceToo() {
    HasMetadata first = wanted("Service", "early-first");
    HasMetadata second = wanted("Service", "early-second");
    FencedApply learning = fencedApply();
    MEANWHILE.set(
        () -> {
          MEANWHILE.set(FencedApplyIT::refuseVersion);
          learning.apply(second, Annotations.DEPLOYER);
          refuseVersion();
        });

    learning.apply(first, Annotations.DEPLOYER);

    assertThat(somebody.resource(first).get()).isNotNull();
    assertThat(somebody.resource(second).get()).isNotNull();
  }

  private static void refuseVersion() {
    throw new KubernetesClientException(
        new StatusBuilder()
            .withCode(500)
            .withMessage("resourceVersion should not be set on objects to be created")
            .build());
  }

  private static HasMetadata wanted(String kind, String app) {
    Quota none = new Quota(1000, 1L << 30, 5);
    return Stream.concat(
            objects(app).stream(),
            NamespaceManifests.of(new EnsureNamespace(ANN, "shop", Environment.QA, "ann", none))
                .stream())
        .filter(object -> object.getKind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static HasMetadata bare(String kind, String name) {
    ObjectMeta metadata =
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName(name)
            .addToLabels("team", "x")
            .build();
    return switch (kind) {
      case "ConfigMap" ->
          new ConfigMapBuilder().withMetadata(metadata).addToData("other", "text").build();
      case "Service" ->
          new ServiceBuilder()
              .withMetadata(metadata)
              .withNewSpec()
              .addNewPort()
              .withName("other")
              .withPort(81)
              .endPort()
              .endSpec()
              .build();
      case "PodDisruptionBudget" ->
          new PodDisruptionBudgetBuilder().withMetadata(metadata).withNewSpec().endSpec().build();
      default ->
          new LimitRangeBuilder()
              .withMetadata(metadata)
              .withNewSpec()
              .addNewLimit()
              .withType("Pod")
              .addToMax("cpu", new Quantity("3"))
              .endLimit()
              .endSpec()
              .build();
    };
  }

  /** Otherwise it would be there again, without what only a first apply writes. */
  @Test
  void concurrentlyDeletedObject_isNotCreatedAgain() {
    for (HasMetadata wanted : objects("vanishes")) {
      fenced.apply(wanted, Annotations.DEPLOYER);
      MEANWHILE.set(
          () -> {
            somebody.resource(copy(wanted)).delete();
            await().until(() -> somebody.resource(wanted).get() == null);
          });

      assertThatThrownBy(() -> fenced.apply(wanted, Annotations.DEPLOYER))
          .as(wanted.getKind())
          .isInstanceOf(ClusterUnavailableException.class)
          .hasMessageContaining("was deleted while it was written");
      assertThat(somebody.resource(wanted).get()).as(wanted.getKind()).isNull();
    }
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
    String position = "berth.scaling-decisions-0:1";
    assertThatThrownBy(
            () ->
                fenced.applyPart(
                    ScaledWorkload.of(WorkloadKind.deployment(), app, 9, position),
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
    copy.getMetadata().setResourceVersion(null);
    return copy;
  }

  private static void intervene(HttpRequest request) {
    if (request.method().equals("PATCH") || request.method().equals("POST")) {
      MEANWHILE.getAndSet(() -> {}).run();
    }
  }
}
