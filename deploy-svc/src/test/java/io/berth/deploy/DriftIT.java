/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.healing;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.Deploy;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.operation.Drifted;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Somebody else changes what Berth owns. */
class DriftIT {

  @AutoClose private static final Harness berth = Harness.running();

  @AutoClose
  private static final KubernetesClient somebody =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(Config.fromKubeconfig(berth.simulated().kubeconfig()))
                  .withUserAgent("kubectl-edit")
                  .build())
          .build();

  @Test
  void changedImage_isPublishedOnceWithManagerAndTime_andEndsWhenReverted() {
    AppRef app = deployed("edited", false);
    Instant before = Instant.now().minusSeconds(2);
    String was = berth.image(app);

    change(app, deployment -> withImage(deployment, "registry.example/shop/cart:hotfix"));
    Drifted drift = untilDrifted(app, 1).getFirst();
    touch(app);

    assertThat(drift.object()).isEqualTo("Deployment/edited");
    assertThat(drift.field()).isEqualTo("spec.template.spec.containers[edited].image");
    assertThat(drift.found()).isEqualTo("registry.example/shop/cart:hotfix");
    assertThat(drift.wanted()).isEqualTo(was);
    assertThat(drift.manager()).isEqualTo("kubectl-edit");
    assertThat(drift.changedAt()).isBetween(before, Instant.now().plusSeconds(1));
    assertThat(drift.healed()).isFalse();

    change(app, deployment -> withImage(deployment, was));
    assertThat(untilDrifted(app, 2)).extracting(Drifted::healed).containsExactly(false, true);
  }

  @Test
  void drift_survivesARestart_andIsEndedByACommand() {
    AppRef app = deployed("restarted", false);
    change(app, deployment -> withReplicas(deployment, 5));
    Drifted drift = untilDrifted(app, 1).getFirst();
    assertThat(drift.field()).isEqualTo("spec.replicas");
    assertThat(drift.found()).isEqualTo("5");

    berth.stop();
    berth.start();
    touch(app);
    assertThat(drifts(app)).hasSize(1);

    berth.verdict(berth.send(new Scale(ANN, app, 3)));
    assertThat(untilDrifted(app, 2).getLast().healed()).isTrue();
  }

  @Test
  void selfHealingApplication_isReverted_andTheDriftPublished() {
    AppRef app = deployed("healing", true);

    change(app, deployment -> withReplicas(deployment, 7));

    assertThat(untilDrifted(app, 2)).extracting(Drifted::healed).containsExactly(false, true);
    await().until(() -> berth.live(app).getSpec().getReplicas() == 3);
  }

  @Test
  void deletedService_isRecreated_whereTheApplicationSelfHeals() {
    AppRef app = deployed("cut-off", true);

    somebody.services().inNamespace("shop").withName("cut-off").delete();

    assertThat(untilDrifted(app, 1).getFirst().object()).isEqualTo("Service/cut-off");
    await().until(() -> somebody.services().inNamespace("shop").withName("cut-off").get() != null);
  }

  @Test
  void berthsCommandsAndForeignAdditions_areNoDrift() {
    AppRef app = deployed("calm", false);
    berth.verdict(berth.send(deploy(app, "registry.example/shop/cart:2.0.0")));
    berth.verdict(berth.send(new Restart(ANN, app)));
    touch(app);
    berth.verdict(berth.send(new Scale(ANN, app, 4)));

    assertThat(drifts(app)).isEmpty();
  }

  private static AppRef deployed(String name, boolean heals) {
    AppRef app = new AppRef("shop", name);
    berth.verdict(
        berth.send(
            heals ? new Deploy(ANN, app, healing(spec(GOOD, 3)), false) : deploy(app, GOOD)));
    return app;
  }

  private static List<Drifted> untilDrifted(AppRef app, int count) {
    await().until(() -> drifts(app).size() >= count);
    return drifts(app);
  }

  private static List<Drifted> drifts(AppRef app) {
    return berth.operationsOn(app).stream()
        .filter(Drifted.class::isInstance)
        .map(Drifted.class::cast)
        .toList();
  }

  /** Changes what is not Berth's, and waits until the service has seen it. */
  private static void touch(AppRef app) {
    change(
        app, deployment -> deployment.edit().editSpec().withMinReadySeconds(1).endSpec().build());
    Long generation = berth.live(app).getMetadata().getGeneration();
    await().until(() -> berth.live(app).getStatus().getObservedGeneration() >= generation);
    await().pollDelay(Duration.ofMillis(500)).until(() -> drifts(app) != null);
  }

  private static void change(AppRef app, UnaryOperator<Deployment> change) {
    // The controllers write too: an edit may meet one of theirs and has to be made again.
    await()
        .ignoreException(KubernetesClientException.class)
        .until(
            () ->
                somebody.apps().deployments().inNamespace("shop").withName(app.name()).edit(change)
                    != null);
  }

  private static Deployment withImage(Deployment deployment, String image) {
    return deployment
        .edit()
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .withImage(image)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Deployment withReplicas(Deployment deployment, int replicas) {
    return deployment.edit().editSpec().withReplicas(replicas).endSpec().build();
  }
}
