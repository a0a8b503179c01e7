/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.ForeignObjects.content;
import static io.berth.deploy.testing.ForeignObjects.deployment;
import static io.berth.deploy.testing.ForeignObjects.service;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.testing.AppObjects;
import io.berth.deploy.testing.ForeignObjects;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.EnsureNamespace.Quota;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of somebody else's, under names that Berth would write. */
@ExtendWith(SharedHarness.class)
class ForeignObjectIT {

  private static final String NEXT = "registry.example/shop/cart:2.0.0";

  private static final Harness berth = SharedHarness.get();

  private static final AppObjects OBJECTS = new AppObjects(berth.cluster);

  static Stream<HasMetadata> foreign() {
    return Stream.of(
        deployment("f-deployment", Map.of()),
        deployment("f-helm", Map.of("app.kubernetes.io/managed-by", "Helm")),
        service("f-service", Map.of()),
        service("f-labelled", Map.of("app.kubernetes.io/name", "f-labelled")),
        service("f-others", Annotations.selector("another")),
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(AppManifests.configMap(shop("f-config"), spec(GOOD, 3)).orElseThrow())
            .endMetadata()
            .withData(Map.of("file-0", "something else"))
            .build(),
        new PodDisruptionBudgetBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("f-budget")
            .endMetadata()
            .withNewSpec()
            .withNewSelector()
            .addToMatchLabels("app", "legacy")
            .endSelector()
            .withNewMaxUnavailable(0)
            .endSpec()
            .build(),
        new ControllerRevisionBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("f-revision-r1")
            .endMetadata()
            .withRevision(1L)
            .build());
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void foreignObject_isReported_andNothingIsWritten(HasMetadata object) {
    HasMetadata made = berth.cluster.resource(object).create();
    AppRef app = shop(application(object));

    List<Violation> violations = berth.rejected(berth.send(deploy(app, GOOD))).violations();

    assertThat(violations)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.rule()).isEqualTo("object-owner");
              assertThat(it.found())
                  .startsWith(
                      object.getKind()
                          + "/"
                          + object.getMetadata().getName()
                          + " in namespace shop, which belongs to ");
            });
    assertThat(content(berth.cluster, berth.cluster.resource(object).get()))
        .isEqualTo(content(berth.cluster, made));
    assertThat(berth.cluster.resource(object).get().getMetadata().getLabels())
        .isEqualTo(made.getMetadata().getLabels());
    assertThat(OBJECTS.names(app)).isEmpty();
    String remove = berth.send(new Remove(ANN, app, app.name()));
    assertThat(berth.rejected(remove).violations()).hasSize(1);
    assertThat(berth.cluster.resource(object).get()).isNotNull();
  }

  @Test
  void foreignDeploymentNamedLikeACanary_isReportedAndKept() {
    AppRef app = shop("meets");
    succeeded(deploy(app, GOOD));
    berth.cluster.resource(deployment("meets--canary", Map.of())).create();

    String id = berth.send(canary(app, NEXT));

    assertThat(berth.rejected(id).violations())
        .extracting(Violation::rule)
        .containsExactly("object-owner");
    assertThat(berth.image(shop("meets--canary"))).isEqualTo("legacy:1");
    assertThat(berth.image(app)).startsWith(GOOD);
    succeeded(deploy(app, NEXT));
    succeeded(new Remove(ANN, app, "meets"));
    assertThat(berth.image(shop("meets--canary"))).isEqualTo("legacy:1");
  }

  @Test
  void foreignServiceInPlaceOfTheApplications_isReportedAndKept() {
    AppRef app = shop("swapped");
    succeeded(deploy(app, GOOD));
    berth.cluster.services().inNamespace("shop").withName("swapped").delete();
    berth.cluster.resource(service("swapped", Map.of("team", "x"))).create();

    for (Command command :
        List.of(
            deploy(app, NEXT), new Scale(ANN, app, 5), new Restart(ANN, app), new Stop(ANN, app))) {
      assertThat(berth.rejected(berth.send(command)).violations())
          .extracting(Violation::rule)
          .containsExactly("object-owner");
    }
    assertThat(berth.replicas(app)).isEqualTo(3);

    succeeded(new Remove(ANN, app, "swapped"));
    Service left = berth.cluster.services().inNamespace("shop").withName("swapped").get();
    assertThat(left.getSpec().getSelector()).isEqualTo(Map.of("app", "legacy"));
    assertThat(berth.live(app)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LimitRange", "ResourceQuota"})
  void foreignLimitsOfANamespace_areReportedAndKept(String kind) {
    String name = "bounded-" + kind.toLowerCase(Locale.ROOT);
    berth
        .cluster
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    HasMetadata made = berth.cluster.resource(ForeignObjects.of(kind, name, "berth")).create();

    String id =
        berth.send(
            new EnsureNamespace(ANN, name, Environment.QA, "ann", new Quota(1000, 1L << 30, 5)));

    assertThat(berth.rejected(id).violations())
        .singleElement()
        .satisfies(it -> assertThat(it.found()).startsWith(kind + "/berth in namespace " + name));
    assertThat(content(berth.cluster, berth.cluster.resource(made).get()))
        .isEqualTo(content(berth.cluster, made));
    assertThat(berth.cluster.namespaces().withName(name).get().getMetadata().getLabels())
        .isNotNull()
        .doesNotContainKey(Annotations.ENVIRONMENT);
  }

  @Test
  void foreignNamespace_getsBerthsLabels_andKeepsItsManager() {
    berth
        .cluster
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("chartered")
                .addToLabels(Annotations.MANAGED_BY, "Helm")
                .addToLabels("team", "freight")
                .endMetadata()
                .build())
        .create();

    succeeded(new EnsureNamespace(ANN, "chartered", Environment.QA, "ann", null));
    succeeded(new EnsureNamespace(ANN, "chartered", Environment.DEV, "ann", null));

    assertThat(berth.cluster.namespaces().withName("chartered").get().getMetadata().getLabels())
        .containsEntry(Annotations.MANAGED_BY, "Helm")
        .containsEntry("team", "freight")
        .containsEntry(Annotations.ENVIRONMENT, "dev");
  }

  @Test
  void namespaceThatBerthCreated_keepsBerthAsItsManager() {
    succeeded(new EnsureNamespace(ANN, "own", Environment.QA, "ann", null));
    succeeded(new EnsureNamespace(ANN, "own", Environment.DEV, "ann", null));

    assertThat(berth.cluster.namespaces().withName("own").get().getMetadata().getLabels())
        .containsEntry(Annotations.MANAGED_BY, Annotations.BERTH)
        .containsEntry(Annotations.ENVIRONMENT, "dev");
  }

  private static void succeeded(Command command) {
    String id = berth.send(command);
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
  }

  private static Deploy canary(AppRef app, String image) {
    return new Deploy(
        ANN,
        app,
        TestApps.stepping(image, 3, new Canary(List.of(new CanaryStep(50, null)))),
        false);
  }

  /** The application that would have an object of that name. */
  private static String application(HasMetadata object) {
    return object.getMetadata().getName().replaceAll("(-r1|-config-[0-9a-f]{12})$", "");
  }
}
