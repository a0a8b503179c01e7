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
import static io.berth.deploy.testing.TestApps.starting;
import static io.berth.deploy.testing.TestApps.watched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.ForeignEditor;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.testing.TestContainers;
import io.berth.deploy.testing.TestScalingDecisions;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Verdict;
import io.berth.events.scaling.ScalingPolicy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody else changes what Berth owns. */
@ExtendWith(SharedHarness.class)
class DriftIT {

  private static final Harness berth = SharedHarness.get();

  @AutoClose private static final ForeignEditor somebody = new ForeignEditor(berth);

  @Test
  void changedImage_isPublishedOnceWithManagerAndTime_andEndsWhenReverted() {
    AppRef app = deployed("edited", false);
    Instant before = Instant.now().minusSeconds(2);
    String was = berth.image(app);

    somebody.change(app, deployment -> withImage(deployment, "registry.example/shop/cart:hotfix"));
    Drifted drift = somebody.untilDrifted(app, 1).getFirst();
    somebody.touch(app);

    assertThat(drift.object()).isEqualTo("Deployment/edited");
    assertThat(drift.field()).isEqualTo("spec.template.spec.containers[edited].image");
    assertThat(drift.found()).isEqualTo("registry.example/shop/cart:hotfix");
    assertThat(drift.wanted()).isEqualTo(was);
    assertThat(drift.manager()).isEqualTo("kubectl-edit");
    assertThat(drift.changedAt()).isBetween(before, Instant.now().plusSeconds(1));
    assertThat(drift.healed()).isFalse();

    somebody.change(app, deployment -> withImage(deployment, was));
    assertThat(somebody.untilDrifted(app, 2))
        .extracting(Drifted::healed)
        .containsExactly(false, true);
  }

  /** The API server completes each container with defaults, which are nobody's change. */
  @Test
  void changedInitContainer_isADrift_andItsDefaultsAreNone() {
    AppRef app = TestApps.shop("prepared");
    AppSpec prepared =
        AppSpecBuilder.with(
            spec(GOOD, 3), it -> it.initContainers = List.of(TestContainers.init(c -> {})));
    assertThat(berth.concluded(berth.send(new Deploy(ANN, app, prepared, false))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    somebody.touch(app);
    assertThat(somebody.drifts(app)).isEmpty();

    somebody.change(
        app,
        deployment ->
            new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstInitContainer()
                .withImage("registry.example/shop/migrate:hotfix")
                .endInitContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());

    assertThat(somebody.untilDrifted(app, 1).getFirst().field())
        .isEqualTo("spec.template.spec.initContainers[migrate].image");
  }

  @Test
  void selfHealingApplication_isReverted_andTheDriftPublished() {
    AppRef app = deployed("healing", true);

    somebody.scale(app, 7);

    assertThat(somebody.untilDrifted(app, 2))
        .extracting(Drifted::healed)
        .containsExactly(false, true);
    await().until(() -> berth.live(app).getSpec().getReplicas() == 3);
  }

  @Test
  void policyInForce_restoresTheScalersCount_notTheReleases() {
    AppRef app = deployed("elastic", true);
    scaled(app, 9);

    somebody.scale(app, 8);

    Drifted drift = somebody.untilDrifted(app, 2).getFirst();
    assertThat(drift.found()).isEqualTo("8");
    assertThat(drift.wanted()).isEqualTo("9");
    await().until(() -> berth.replicas(app) == 9);
    assertThat(ObservedApp.of(berth.live(app)).orElseThrow().scaledByScaler()).isTrue();
  }

  @Test
  void policyInForce_keepsTheScalersCount_whileAnotherFieldIsReverted() {
    AppRef app = deployed("steady", true);
    scaled(app, 9);

    somebody.change(app, it -> withImage(it, "registry.example/shop/cart:hotfix"));

    assertThat(somebody.untilDrifted(app, 2)).extracting(Drifted::healed).contains(true);
    assertThat(berth.replicas(app)).isEqualTo(9);
    assertThat(ObservedApp.of(berth.live(app)).orElseThrow().scaledByScaler()).isTrue();
  }

  @Test
  void endedPolicy_leavesTheCountThatWasSetLast() {
    AppRef app = deployed("settled", true);
    scaled(app, 9);
    policy(app, ScalingPolicy.Mode.SHADOW, 2);

    somebody.scale(app, 8);

    assertThat(somebody.untilDrifted(app, 2).getFirst().wanted()).isEqualTo("9");
    await().until(() -> berth.replicas(app) == 9);
  }

  @Test
  void deletedService_isRecreated_whereTheApplicationSelfHeals() {
    AppRef app = deployed("cut-off", true);

    somebody.client().services().inNamespace("shop").withName("cut-off").delete();

    assertThat(somebody.untilDrifted(app, 1).getFirst().object()).isEqualTo("Service/cut-off");
    await()
        .until(
            () ->
                somebody.client().services().inNamespace("shop").withName("cut-off").get() != null);
  }

  @Test
  void berthsCommandsAndForeignAdditions_areNoDrift() {
    AppRef app = deployed("untouched", false);
    berth.verdict(berth.send(deploy(app, "registry.example/shop/cart:2.0.0")));
    berth.verdict(berth.send(new Restart(ANN, app)));
    somebody.touch(app);
    berth.verdict(berth.send(new Scale(ANN, app, 4)));

    assertThat(somebody.drifts(app)).isEmpty();
  }

  @Test
  void deploymentOfAnEarlierVersion_whichWroteNoMinReadySeconds_hasNotDrifted() {
    AppRef app = new AppRef("shop", "earlier");
    berth.verdict(berth.send(new Deploy(ANN, app, watched(spec(GOOD, 3)), false)));

    somebody.change(app, it -> it.edit().editSpec().withMinReadySeconds(null).endSpec().build());
    somebody.touch(app);

    assertThat(somebody.drifts(app)).isEmpty();
  }

  @Test
  void changedProgressDeadline_isADrift_butNotTheDefaultOfAnEarlierVersionsDeployment() {
    AppRef app = new AppRef("shop", "patient");
    berth.verdict(berth.send(new Deploy(ANN, app, starting(spec(GOOD, 3), 1000), false)));
    assertThat(berth.live(app).getSpec().getProgressDeadlineSeconds()).isEqualTo(1305);
    earlierVersionApplies(app);
    assertThat(berth.live(app).getSpec().getProgressDeadlineSeconds()).isEqualTo(600);

    somebody.touch(app);
    assertThat(somebody.drifts(app)).isEmpty();

    somebody.change(
        app, it -> it.edit().editSpec().withProgressDeadlineSeconds(60).endSpec().build());
    Drifted drift = somebody.untilDrifted(app, 1).getFirst();
    assertThat(drift.field()).isEqualTo("spec.progressDeadlineSeconds");
    assertThat(drift.found()).isEqualTo("60");
    assertThat(drift.wanted()).isEqualTo("1305");
  }

  /** As a version did that did not set the deadline: the API server sets its default. */
  private static void earlierVersionApplies(AppRef app) {
    Deployment before = berth.live(app);
    before.getMetadata().setManagedFields(null);
    before.getMetadata().setResourceVersion(null);
    before.getSpec().setProgressDeadlineSeconds(null);
    before.getSpec().setPaused(null);
    before.setStatus(null);
    berth.cluster.resource(before).fieldManager("berth-deploy").forceConflicts().serverSideApply();
  }

  private static void scaled(AppRef app, int replicas) {
    policy(app, ScalingPolicy.Mode.ACTIVE, 1);
    berth.publish(
        Envelope.of(
            UUID.randomUUID().toString(),
            "/test",
            Instant.now(),
            TestScalingDecisions.scaleOut(app, 3, replicas)));
    await().until(() -> berth.replicas(app) == replicas);
    await()
        .until(() -> Objects.equals(berth.live(app).getStatus().getAvailableReplicas(), replicas));
  }

  private static void policy(AppRef app, ScalingPolicy.Mode mode, long version) {
    ScalingPolicy policy = TestScalingDecisions.policy(app, mode, version);
    berth.publish(Envelope.of(UUID.randomUUID().toString(), "/test", Instant.now(), policy));
    await()
        .until(
            () ->
                berth
                    .bean(KafkaConnections.class)
                    .policies()
                    .find(app)
                    .filter(known -> known.version() == version)
                    .isPresent());
  }

  private static AppRef deployed(String name, boolean heals) {
    AppRef app = new AppRef("shop", name);
    berth.verdict(
        berth.send(
            heals ? new Deploy(ANN, app, healing(spec(GOOD, 3)), false) : deploy(app, GOOD)));
    return app;
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
}
