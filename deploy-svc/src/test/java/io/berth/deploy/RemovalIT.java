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
import io.berth.deploy.testing.ForeignEditor;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An accepted deletion is not a finished one. */
@ExtendWith(SharedHarness.class)
class RemovalIT {

  private static final String HOLD = "x.example.com/hold";

  private static final Harness berth = SharedHarness.get();

  private static final AppObjects OBJECTS = new AppObjects(berth.cluster);

  @AutoClose private static final ForeignEditor somebody = new ForeignEditor(berth);

  @Test
  void removal_succeedsWhenItsPodsAreGone() {
    AppRef app = deployed("leaving");

    succeeded(new Remove(ANN, app, "leaving"));

    assertThat(OBJECTS.names(app)).isEmpty();
    assertThat(
            berth
                .cluster
                .pods()
                .inNamespace("shop")
                .withLabels(Annotations.selector("leaving"))
                .list()
                .getItems())
        .isEmpty();
  }

  @Test
  void removalHeldByAFinalizer_timesOut_namingIt_andNothingIsWrittenMeanwhile() {
    AppRef app = deployed("held");
    somebody.change(app, it -> held(it, true));

    Concluded late =
        berth.concluded(
            berth.send(new Remove(ANN.withDeadline(Duration.ofSeconds(4)), app, "held")));

    assertThat(late.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(late.diagnosis().cause()).isEqualTo(Cause.DELETION_BLOCKED);
    assertThat(late.summary()).contains("Deployment/held", HOLD);
    long generation = berth.live(app).getMetadata().getGeneration();
    for (Command command :
        List.of(deploy(app, GOOD), new Scale(ANN, app, 5), new Restart(ANN, app))) {
      assertThat(berth.rejected(berth.send(command)).violations())
          .singleElement()
          .satisfies(
              violation -> {
                assertThat(violation.rule()).isEqualTo("object-terminating");
                assertThat(violation.found()).contains("Deployment/held", HOLD);
              });
    }
    assertThat(berth.live(app).getMetadata().getGeneration()).isEqualTo(generation);

    String again = berth.send(new Remove(ANN, app, "held"));
    await().until(() -> isApplied(again));
    somebody.change(app, it -> held(it, false));

    assertThat(berth.concluded(again).verdict()).isEqualTo(Verdict.SUCCEEDED);
    succeeded(deploy(app, GOOD));
  }

  @Test
  void removalWhoseServiceIsHeld_isOpen_andADeployIsRejected() {
    AppRef app = deployed("balanced");
    berth.cluster.resource(service("balanced")).edit(it -> held(it, true));
    String removal = berth.send(new Remove(ANN, app, "balanced"));
    await().until(() -> berth.live(app) == null);

    assertThat(berth.rejected(berth.send(deploy(app, GOOD))).violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("object-terminating");
              assertThat(violation.found()).contains("Service/balanced", HOLD);
            });
    assertThat(berth.live(app)).isNull();
    assertThat(berth.operationsOf(removal)).noneMatch(Harness::isVerdict);

    berth.cluster.resource(service("balanced")).edit(it -> held(it, false));

    assertThat(berth.concluded(removal).verdict()).isEqualTo(Verdict.SUCCEEDED);
    succeeded(deploy(app, GOOD));
  }

  @Test
  void leftoversWithoutADeployment_areRemoved() {
    AppRef app = deployed("beheaded");
    berth.cluster.apps().deployments().inNamespace("shop").withName("beheaded").delete();
    await().until(() -> berth.live(app) == null);

    succeeded(new Remove(ANN, app, "beheaded"));

    assertThat(OBJECTS.names(app)).isEmpty();
    assertThat(berth.rejected(berth.send(new Remove(ANN, app, "beheaded"))).violations())
        .extracting(Violation::rule)
        .containsExactly("app-exists");
  }

  @Test
  void replicaSetsThatTheDeploymentLeft_areRemoved_andThoseOfItsCopyStay() {
    AppRef app = deployed("orphaning");
    Deployment copy =
        berth
            .live(app)
            .edit()
            .withNewMetadataLike(berth.live(app).getMetadata())
            .withName("orphaning-copy")
            .withUid(null)
            .withResourceVersion(null)
            .withManagedFields(List.of())
            .endMetadata()
            .withStatus(null)
            .build();
    berth.cluster.resource(copy).create();
    await().until(() -> replicaSets("orphaning-copy-").size() == 1);
    for (String name : List.of("orphaning", "orphaning-copy")) {
      berth
          .cluster
          .apps()
          .deployments()
          .inNamespace("shop")
          .withName(name)
          .withPropagationPolicy(DeletionPropagation.ORPHAN)
          .delete();
    }
    await().until(() -> berth.live(app) == null && berth.live(shop("orphaning-copy")) == null);

    succeeded(new Remove(ANN, app, "orphaning"));

    assertThat(replicaSets("orphaning-")).hasSize(1).allMatch(it -> it.contains("-copy-"));
    assertThat(OBJECTS.names(app)).isEmpty();
  }

  @Test
  void podsOfADeploymentThatSomebodyCreatesUnderTheName_areNotWaitedFor() {
    AppRef app = deployed("succeeded");
    Deployment theirs =
        berth
            .live(app)
            .edit()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("succeeded")
            .addToLabels("app.kubernetes.io/managed-by", "Helm")
            .endMetadata()
            .withStatus(null)
            .build();
    withoutFiles(theirs.getSpec().getTemplate().getSpec()); // the removal deletes their ConfigMap
    berth.cluster.resource(service("succeeded")).edit(it -> held(it, true));
    String removal = berth.send(new Remove(ANN, app, "succeeded"));
    await().until(() -> berth.live(app) == null && replicaSets("succeeded-").isEmpty());
    berth.cluster.resource(theirs).create();
    await().until(() -> Objects.equals(berth.live(app).getStatus().getReadyReplicas(), 3));
    berth.cluster.resource(service("succeeded")).edit(it -> held(it, false));

    assertThat(berth.concluded(removal).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.live(app).getStatus().getReadyReplicas()).isEqualTo(3);
  }

  @Test
  void serviceThatAGitOpsToolCreatesAgain_isDeletedAgain() {
    AppRef app = deployed("revived");
    Service export = service("revived");
    somebody.change(app, it -> held(it, true));
    String removal = berth.send(new Remove(ANN, app, "revived"));
    await().until(() -> service("revived") == null);
    export.getMetadata().setManagedFields(List.of());
    export.getMetadata().setResourceVersion(null);
    export.getMetadata().setUid(null);
    somebody.client().resource(export).fieldManager("kustomize-controller").serverSideApply();

    await().until(() -> service("revived") == null);
    somebody.change(app, it -> held(it, false));

    assertThat(berth.concluded(removal).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(OBJECTS.names(app)).isEmpty();
  }

  private static void withoutFiles(PodSpec pod) {
    pod.setVolumes(List.of());
    pod.getContainers().forEach(container -> container.setVolumeMounts(List.of()));
  }

  private static List<String> replicaSets(String prefix) {
    return berth.cluster.apps().replicaSets().inNamespace("shop").list().getItems().stream()
        .map(set -> set.getMetadata().getName())
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  @Test
  void namespaceThatIsBeingDeleted_takesNoCommand() {
    AppRef app = new AppRef("closing", "cart");
    berth
        .cluster
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("closing").endMetadata().build())
        .create();
    HasMetadata holder =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("closing")
            .withName("holder")
            .withFinalizers(HOLD)
            .endMetadata()
            .build();
    berth.cluster.resource(holder).create();
    berth.cluster.namespaces().withName("closing").delete();

    for (Command command :
        List.of(
            new EnsureNamespace(ANN, "closing", Environment.QA, "team-cart", null),
            new Deploy(ANN, app, spec(GOOD, 3), false))) {
      assertThat(berth.rejected(berth.send(command)).violations())
          .singleElement()
          .satisfies(
              violation -> {
                assertThat(violation.rule()).isEqualTo("object-terminating");
                assertThat(violation.found()).contains("Namespace/closing");
              });
    }
  }

  private static AppRef deployed(String name) {
    AppRef app = shop(name);
    succeeded(deploy(app, GOOD));
    return app;
  }

  private static void succeeded(Command command) {
    String id = berth.send(command);
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
  }

  private static boolean isApplied(String id) {
    return berth.operationsOf(id).stream().anyMatch(Applied.class::isInstance);
  }

  private static Service service(String name) {
    return berth.cluster.services().inNamespace("shop").withName(name).get();
  }

  private static <T extends HasMetadata> T held(T object, boolean held) {
    object.getMetadata().setFinalizers(held ? List.of(HOLD) : List.of());
    return object;
  }
}
