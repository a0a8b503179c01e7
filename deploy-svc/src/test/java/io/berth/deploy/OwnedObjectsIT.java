/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.testing.AppObjects;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects of applications whose names look alike, copies, and those of an earlier version. */
@ExtendWith(SharedHarness.class)
class OwnedObjectsIT {

  private static final String NEXT = "registry.example/shop/cart:2.0.0";

  private static final Harness berth = SharedHarness.get();

  private static final AppObjects OBJECTS = new AppObjects(berth.cluster);

  static Stream<RolloutStrategy> strategies() {
    return Stream.of(
        RolloutStrategy.Rolling.standard(),
        new Canary(List.of(new CanaryStep(50, Duration.ofSeconds(1)))),
        new BlueGreen(false, Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void applicationsWithSimilarNames_doNotInterfere(RolloutStrategy strategy) {
    String zz = "zz" + strategy.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    List<AppRef> others =
        List.of(
            shop(zz + "-canary"), shop(zz + "-preview"), shop(zz + "-r1"), shop(zz + "-config"));
    others.forEach(app -> succeeded(deploy(app, GOOD)));
    List<List<String>> before = others.stream().map(OBJECTS::names).toList();
    AppRef app = shop(zz);

    succeeded(new Deploy(ANN, app, TestApps.stepping(GOOD, 3, strategy), false));
    succeeded(new Deploy(ANN, app, TestApps.stepping(NEXT, 3, strategy), false));
    await().until(() -> deployments(zz).equals(List.of(zz)));
    succeeded(new Scale(ANN, app, 4));
    succeeded(new Remove(ANN, app, zz));

    await().until(() -> OBJECTS.names(app).isEmpty());
    assertThat(others.stream().map(OBJECTS::names).toList()).isEqualTo(before);
    for (AppRef other : others) {
      assertThat(berth.image(other)).startsWith(GOOD);
      assertThat(berth.apps()).containsKey("dc-a/" + other);
      succeeded(new Restart(ANN, other));
    }
  }

  @Test
  void copyOfAnObjectUnderAnotherName_doesNotBelongToTheApplication() {
    AppRef app = shop("copied");
    succeeded(deploy(app, GOOD));
    Service own = berth.cluster.services().inNamespace("shop").withName("copied").get();
    berth
        .cluster
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("copied-internal")
                .withLabels(own.getMetadata().getLabels())
                .withAnnotations(own.getMetadata().getAnnotations())
                .endMetadata()
                .withNewSpec()
                .withSelector(own.getSpec().getSelector())
                .addNewPort()
                .withName("http")
                .withPort(81)
                .endPort()
                .endSpec()
                .build())
        .create();

    succeeded(new Remove(ANN, app, "copied"));

    assertThat(berth.live(app)).isNull();
    assertThat(berth.cluster.services().inNamespace("shop").withName("copied").get()).isNull();
    assertThat(berth.cluster.services().inNamespace("shop").withName("copied-internal").get())
        .isNotNull();
  }

  /** As {@code kubectl expose deployment} makes it: the Deployment's labels, no annotation. */
  @Test
  void exposedService_isKept() {
    AppRef app = shop("exposed");
    AppSpec withoutPorts = AppSpecBuilder.with(spec(GOOD, 3), it -> it.ports = List.of());
    succeeded(new Deploy(ANN, app, withoutPorts, false));
    Service exposed =
        berth
            .cluster
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withNamespace("shop")
                    .withName("exposed")
                    .withLabels(berth.live(app).getMetadata().getLabels())
                    .endMetadata()
                    .withNewSpec()
                    .withSelector(berth.live(app).getSpec().getSelector().getMatchLabels())
                    .addNewPort()
                    .withPort(80)
                    .endPort()
                    .endSpec()
                    .build())
            .create();

    String id = berth.send(deploy(app, NEXT));

    assertThat(berth.rejected(id).violations())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.rule()).isEqualTo("object-owner");
              assertThat(it.found()).startsWith("Service/exposed in namespace shop");
            });
    succeeded(new Scale(ANN, app, 4));
    succeeded(new Remove(ANN, app, "exposed"));
    assertThat(berth.live(app)).isNull();
    Service left = berth.cluster.resource(exposed).get();
    assertThat(left.getMetadata().getUid()).isEqualTo(exposed.getMetadata().getUid());
    assertThat(left.getSpec()).isEqualTo(exposed.getSpec());
  }

  @Test
  void failingPodsOfACopiedDeployment_doNotFailTheRollout() {
    AppRef app = shop("debugged");
    succeeded(deploy(app, GOOD));
    Deployment copy =
        new DeploymentBuilder(berth.live(app))
            .editMetadata()
            .withName("debugged-copy")
            .withUid(null)
            .withResourceVersion(null)
            .withManagedFields(List.of())
            .endMetadata()
            .editSpec()
            .withReplicas(1)
            .editTemplate()
            .editMetadata()
            .addToLabels(Annotations.VERSION, "2")
            .endMetadata()
            .editSpec()
            .editFirstContainer()
            .withImage("registry.example/shop/cart:2-missing")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .withStatus(null)
            .build();
    berth.cluster.resource(copy).create();
    await().until(() -> waitReasons("debugged-copy").contains("ImagePullBackOff"));

    succeeded(deploy(app, "registry.example/shop/cart:2-starts-in-3s"));

    berth.cluster.resource(copy).delete();
  }

  /** What the pods of a Deployment wait for. */
  private static List<String> waitReasons(String deployment) {
    return berth.cluster.pods().inNamespace("shop").list().getItems().stream()
        .filter(pod -> pod.getMetadata().getName().startsWith(deployment + "-"))
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .map(container -> container.getState().getWaiting())
        .filter(Objects::nonNull)
        .map(ContainerStateWaiting::getReason)
        .toList();
  }

  @Test
  void objectsOfAnEarlierVersion_stillBelongToTheApplication() {
    AppRef app = shop("aged");
    succeeded(deploy(app, GOOD));
    age(app);

    succeeded(new Scale(ANN, app, 4));
    age(app);
    succeeded(deploy(app, NEXT));
    assertThat(berth.live(app).getMetadata().getAnnotations())
        .containsEntry(Annotations.APP, "shop/aged");
    age(app);
    succeeded(new Remove(ANN, app, "aged"));

    await().until(() -> OBJECTS.names(app).isEmpty());
  }

  private static void succeeded(Command command) {
    String id = berth.send(command);
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
  }

  /**
   * As an earlier version left it: without the annotation that says whose it is. A merge patch has
   * no version, so that the controllers, which write at the same time, cannot make it fail.
   */
  private static void age(AppRef app) {
    OBJECTS
        .of(app)
        .forEach(
            object ->
                berth
                    .cluster
                    .resource(object)
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"annotations\": {\"%s\": null}}}"
                            .formatted(Annotations.APP)));
  }

  private static List<String> deployments(String app) {
    return OBJECTS
        .of(shop(app))
        .filter(Deployment.class::isInstance)
        .map(it -> it.getMetadata().getName())
        .toList();
  }
}
