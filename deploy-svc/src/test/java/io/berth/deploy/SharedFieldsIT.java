/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.AppSpecBuilder.with;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.healing;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.ForeignEditor;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.command.Probes;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Change;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody else owns fields of what Berth writes, too. */
@ExtendWith(SharedHarness.class)
class SharedFieldsIT {

  private static final String NEXT = "registry.example/shop/cart:2.0.0";

  private static final Harness berth = SharedHarness.get();

  @AutoClose private static final ForeignEditor somebody = new ForeignEditor(berth);

  @Test
  void portOfTheServiceThatSomebodyChanged_isReverted_whereTheApplicationSelfHeals() {
    AppRef app = deployed("re-ported", healing(spec(GOOD, 3)));

    changeServicePort(app);

    assertThat(somebody.untilDrifted(app, 2))
        .extracting(Drifted::healed)
        .containsExactly(false, true);
    assertThat(somebody.drifts(app).getFirst())
        .returns("Service/re-ported", Drifted::object)
        .returns("spec.ports[8080/TCP]", Drifted::field)
        .returns("kubectl-edit", Drifted::manager);
    await().until(() -> servicePorts(app).equals(List.of(8080)));
  }

  @Test
  void portsThatSomebodyChanged_areReplacedByTheNextDeploy_whichSaysWhoseTheyWere() {
    AppRef app = deployed("ported", spec(GOOD, 3));
    changeServicePort(app);
    somebody.change(
        app,
        it ->
            it.edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .editFirstPort()
                .withContainerPort(9090)
                .endPort()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());

    List<Change> changes = changesOf(deploySucceeded(app, spec(NEXT, 3)));

    assertThat(servicePorts(app)).containsExactly(8080);
    assertThat(container(app).getPorts())
        .extracting(ContainerPort::getContainerPort)
        .containsExactly(8080);
    assertThat(changes)
        .filteredOn(change -> String.valueOf(change.from()).contains("also set by kubectl-edit"))
        .extracting(change -> change.object() + " " + change.field())
        .contains(
            "Service/ported spec.ports[80/TCP].port",
            "Deployment/ported"
                + " spec.template.spec.containers[ported].ports[9090/TCP].containerPort");
  }

  @Test
  void exportThatSomebodyApplies_keepsNothingThatTheNextReleaseDrops() {
    AppRef app =
        deployed(
            "exported",
            with(
                spec(GOOD, 3),
                it -> {
                  it.env = Map.of("GREETING", "hello", "RETIRED", "yes");
                  it.probes = new Probes(http(), http(), http());
                }));
    applyExport(app);
    somebody.change(app, it -> withVariable(it, "THEIRS"));

    List<Change> changes =
        changesOf(
            deploySucceeded(
                app,
                with(
                    spec(NEXT, 3),
                    it -> {
                      it.probes = new Probes(http(), tcp(), null);
                      it.configFiles = Map.of();
                    })));

    Container container = container(app);
    assertThat(container.getEnv())
        .extracting(EnvVar::getName)
        .contains("GREETING", "THEIRS")
        .doesNotContain("RETIRED");
    assertThat(container.getPorts())
        .extracting(ContainerPort::getContainerPort)
        .containsExactlyInAnyOrder(8080, 7070);
    assertThat(container.getStartupProbe()).isNull();
    assertThat(container.getReadinessProbe().getHttpGet()).isNull();
    assertThat(container.getReadinessProbe().getTcpSocket()).isNotNull();
    assertThat(container.getVolumeMounts())
        .noneMatch(mount -> mount.getMountPath().startsWith("/etc/cart"));
    assertThat(changes)
        .filteredOn(change -> String.valueOf(change.from()).contains("also set by kubectl-edit"))
        .extracting(Change::field)
        .contains("spec.template.spec.containers[exported].env[RETIRED]")
        .anyMatch(field -> field.contains("startupProbe"));
    assertThat(somebody.drifts(app)).isEmpty();
  }

  @Test
  void deploymentThatABackupRestored_keepsNothingThatTheNextReleaseDrops() {
    AppRef app =
        deployed(
            "restored",
            with(spec(GOOD, 3), it -> it.env = Map.of("GREETING", "hello", "RETIRED", "yes")));
    Deployment backup = withVariable(berth.live(app), "THEIRS");
    berth.cluster.resource(backup).delete();
    await().until(() -> berth.live(app) == null);
    backup.getMetadata().setManagedFields(List.of());
    backup.getMetadata().setResourceVersion(null);
    backup.setStatus(null);
    somebody.client().resource(backup).create();

    List<Change> changes = changesOf(deploySucceeded(app, spec(NEXT, 3)));

    assertThat(container(app).getEnv())
        .extracting(EnvVar::getName)
        .contains("GREETING", "THEIRS")
        .doesNotContain("RETIRED");
    assertThat(changes)
        .filteredOn(change -> String.valueOf(change.from()).contains("also set by kubectl-edit"))
        .extracting(Change::field)
        .contains("spec.template.spec.containers[restored].env[RETIRED]");
  }

  private static Probes.Probe http() {
    return Probes.Probe.http("/health", 8080);
  }

  private static Probes.Probe tcp() {
    return new Probes.Probe(
        new Probes.ProbeCheck.Tcp(8080),
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        3);
  }

  /** As {@code kubectl apply --server-side --force-conflicts} of what {@code kubectl get} says. */
  private static void applyExport(AppRef app) {
    Deployment export = berth.live(app);
    export.getMetadata().setManagedFields(List.of());
    export.getMetadata().setResourceVersion(null);
    export.setStatus(null);
    somebody
        .client()
        .resource(export)
        .fieldManager("kubectl-edit")
        .forceConflicts()
        .serverSideApply();
  }

  private static Deployment withVariable(Deployment deployment, String name) {
    return deployment
        .edit()
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .addNewEnv()
        .withName(name)
        .withValue("1")
        .endEnv()
        .addNewPort()
        .withContainerPort(7070)
        .endPort()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  @Test
  void serviceThatTheNewReleaseDoesNotHave_isDeletedOnceItIsRolledOut() {
    AppRef app = deployed("portless", spec(GOOD, 3));

    List<Change> changes =
        changesOf(deploySucceeded(app, with(spec(NEXT, 3), it -> it.ports = List.of())));

    assertThat(changes).contains(new Change("Service/portless", "", "", null));
    await()
        .until(
            () -> berth.cluster.services().inNamespace("shop").withName("portless").get() == null);
    deploySucceeded(app, spec(GOOD, 3));
    assertThat(servicePorts(app)).containsExactly(8080);
  }

  private static void changeServicePort(AppRef app) {
    somebody
        .client()
        .services()
        .inNamespace("shop")
        .withName(app.name())
        .edit(it -> it.edit().editSpec().editFirstPort().withPort(80).endPort().endSpec().build());
  }

  private static List<Integer> servicePorts(AppRef app) {
    Service service = berth.cluster.services().inNamespace("shop").withName(app.name()).get();
    return service.getSpec().getPorts().stream().map(ServicePort::getPort).toList();
  }

  private static Container container(AppRef app) {
    return berth.live(app).getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  private static AppRef deployed(String name, AppSpec spec) {
    AppRef app = shop(name);
    deploySucceeded(app, spec);
    return app;
  }

  private static String deploySucceeded(AppRef app, AppSpec spec) {
    String id = berth.send(new Deploy(ANN, app, spec, false));
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
    return id;
  }

  private static List<Change> changesOf(String id) {
    return berth.operationsOf(id).stream()
        .filter(Accepted.class::isInstance)
        .map(Accepted.class::cast)
        .findFirst()
        .orElseThrow()
        .diff();
  }
}
