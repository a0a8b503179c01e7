/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.realcluster;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.onSharedNode;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.TestScalingDecisions;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.EnsureNamespace.Quota;
import io.berth.events.command.Remove;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What only a real API server can say: that it takes our objects, and who owns which field. Needs
 * no node: nothing here waits for a pod to run.
 */
@EnabledIfEnvironmentVariable(
    named = "KUBECONFIG",
    matches = ".+",
    disabledReason = "KUBECONFIG names no cluster")
@OnRealCluster
class DeployRealClusterIT {

  /** A node that is told to run it fails at once. */
  private static final String NOWHERE = "127.0.0.1:1/shop/cart:1.0.0";

  private final AppRef app =
      new AppRef("berth-" + UUID.randomUUID().toString().substring(0, 8), "cart");

  private Harness berth;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    berth =
        new Harness(Path.of(System.getenv("KUBECONFIG")), directory, "--berth.registry.pin=never");
    berth.start();
  }

  @AfterEach
  void stop() throws Exception {
    berth.cluster.namespaces().withName(app.namespace()).delete();
    berth.close();
  }

  @Test
  void everyObject_isAccepted_scaledByItsOwner_stoppedAndRemoved() {
    String namespace =
        berth.send(
            new EnsureNamespace(
                ANN, app.namespace(), Environment.PROD, "ann", new Quota(4000, 1L << 30, 8)));
    assertThat(berth.concluded(namespace).verdict()).isEqualTo(Verdict.SUCCEEDED);

    String id = berth.send(deployNowhere(app));
    await().until(() -> berth.operationsOf(id).stream().anyMatch(Applied.class::isInstance));
    assertThat(berth.replicas(app)).isEqualTo(3);

    // Quotas have their figures a moment after they are made, a long one on a busy server.
    await()
        .atMost(Duration.ofMinutes(8))
        .until(
            () ->
                !berth
                    .cluster
                    .resourceQuotas()
                    .inNamespace(app.namespace())
                    .list()
                    .getItems()
                    .getFirst()
                    .getStatus()
                    .getHard()
                    .isEmpty());
    assertThat(berth.rejected(berth.send(new Scale(ANN, app, 9))).violations())
        .extracting(Violation::rule)
        .containsExactly("quota");

    berth.publish(Envelope.of("p-1", "/test", Instant.now(), TestScalingDecisions.policy(app)));
    await().until(() -> berth.bean(KafkaConnections.class).policies().find(app).isPresent());
    berth.publish(
        Envelope.of("d-1", "/test", Instant.now(), TestScalingDecisions.scaleOut(app, 3, 5)));
    await().until(() -> berth.replicas(app) == 5);

    assertThat(berth.concluded(berth.send(new Stop(ANN, app))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(id).verdict()).isIn(Verdict.SUPERSEDED, Verdict.FAILED);
    assertThat(berth.concluded(berth.send(new Remove(ANN, app, "cart"))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void serviceThatTheClusterRefuses_isReasonToReject_andNothingIsWritten() {
    berth.concluded(
        berth.send(new EnsureNamespace(ANN, app.namespace(), Environment.PROD, "ann", null)));
    var noService =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withNamespace(app.namespace())
            .withName("no-service")
            .endMetadata()
            .withNewSpec()
            .addToHard("services", new Quantity("0"))
            .endSpec()
            .build();
    var quota = berth.cluster.resource(noService);
    quota.create();
    await()
        .atMost(Duration.ofMinutes(8))
        .until(() -> quota.get().getStatus().getHard().containsKey("services"));

    assertThat(berth.rejected(berth.send(deployNowhere(app))).violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("api-server");
              assertThat(violation.found()).contains("quota");
            });
    assertThat(
            berth
                .cluster
                .configMaps()
                .inNamespace(app.namespace())
                .withLabel(Annotations.MANAGED_BY, Annotations.BERTH)
                .list()
                .getItems())
        .isEmpty();
    assertThat(berth.cluster.apps().deployments().inNamespace(app.namespace()).list().getItems())
        .isEmpty();
  }

  @Test
  void foreignObject_isReportedAndKept_andSimilarNamesDoNotInterfere() {
    berth.concluded(
        berth.send(new EnsureNamespace(ANN, app.namespace(), Environment.PROD, "ann", null)));
    Service legacy =
        new ServiceBuilder()
            .withNewMetadata()
            .withNamespace(app.namespace())
            .withName("legacy")
            .endMetadata()
            .withNewSpec()
            .addToSelector("app", "legacy")
            .addNewPort()
            .withPort(80)
            .endPort()
            .endSpec()
            .build();
    Service made = berth.cluster.resource(legacy).create();

    AppRef meets = new AppRef(app.namespace(), "legacy");
    assertThat(berth.rejected(berth.send(deployNowhere(meets))).violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("object-owner");
              assertThat(violation.found())
                  .startsWith("Service/legacy in namespace " + app.namespace());
            });
    assertThat(berth.cluster.resource(legacy).get().getMetadata().getResourceVersion())
        .isEqualTo(made.getMetadata().getResourceVersion());
    assertThat(berth.live(meets)).isNull();

    AppRef canary = new AppRef(app.namespace(), "cart-canary");
    applied(deployNowhere(canary));
    applied(deployNowhere(app));
    String uid = berth.live(canary).getMetadata().getUid();
    assertThat(berth.concluded(berth.send(new Remove(ANN, app, "cart"))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.live(app)).isNull();
    assertThat(berth.live(canary).getMetadata().getUid()).isEqualTo(uid);
  }

  private static Deploy deployNowhere(AppRef app) {
    return new Deploy(ANN, app, onSharedNode(spec(NOWHERE, 3)), false);
  }

  private void applied(Command command) {
    String id = berth.send(command);
    await().until(() -> berth.operationsOf(id).stream().anyMatch(Applied.class::isInstance));
  }

  @Test
  void dryRun_writesNothing() {
    var command =
        new Deploy(
            new CommandMeta(
                "ann",
                null,
                ANN.deadline(),
                ANN.clusters(),
                ANN.order(),
                ANN.partialFailure(),
                null,
                true),
            new AppRef("default", "cart-dry"),
            onSharedNode(spec(NOWHERE, 3)),
            false);

    assertThat(berth.concluded(berth.send(command)).summary()).contains("dry run");
    assertThat(berth.cluster.apps().deployments().inNamespace("default").withName("cart-dry").get())
        .isNull();
  }
}
