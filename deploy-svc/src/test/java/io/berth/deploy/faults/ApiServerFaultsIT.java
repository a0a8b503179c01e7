/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Deploy;
import io.berth.events.command.Scale;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An API server that fails in every way but properly. Each test is named by its fault. */
class ApiServerFaultsIT {

  /** Long enough for a command to be read before its deadline, also on a busy machine. */
  private static final Duration BRIEF = Duration.ofSeconds(8);

  @AutoClose private static final Harness berth = Harness.running();

  @BeforeAll
  static void learn() {
    // What a first command learns of the cluster is known then.
    berth.verdict(berth.send(deploy(shop("zero"), GOOD)));
  }

  @AfterEach
  void mend() {
    berth.outage.end();
  }

  @Test
  @Tag("fault-A1")
  void expiredWatch_isListedAgain() {
    AppRef app = shop("a1");
    berth.verdict(berth.send(deploy(app, GOOD)));
    berth.outage.begin();
    berth.cluster.apps().deployments().inNamespace("shop").withName("a1").scale(5);
    berth.simulated().forgetChanges();
    berth.outage.end();

    assertThat(berth.concluded(berth.send(new Scale(ANN, app, 4))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Tag("fault-A3")
  void hangingServer_delaysNoDeadline() {
    berth.outage.silence();
    Instant sent = Instant.now();
    String id = berth.send(new Deploy(ANN.withDeadline(BRIEF), shop("a3"), spec(GOOD, 3), false));

    Concluded late = berth.concluded(id);

    assertThat(late.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(late.diagnosis().cause()).isEqualTo(Cause.CLUSTER_UNREACHABLE);
    assertThat(late.ref().at()).isBefore(sent.plus(BRIEF).plusSeconds(5));
    assertThat(berth.live(shop("a3"))).isNull();
    berth.outage.end();
    assertThat(berth.concluded(berth.send(deploy(shop("a3-next"), GOOD))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Tag("fault-A4")
  void busyServer_isNotOverloaded_andTheCommandSucceedsAfterwards() {
    int before = berth.outage.turnedAway();
    berth.outage.answering("429 Too Many Requests", "Retry-After: 1");
    String id = berth.send(deploy(shop("a4"), GOOD));
    await().until(() -> berth.outage.turnedAway() > before + 5);
    berth.outage.answering("503 Service Unavailable");
    await().until(() -> berth.outage.turnedAway() > before + 10);
    berth.outage.end();

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Tag("fault-A5")
  void apiServerOutage_delaysTheCommandUntilItIsBack() {
    AppRef app = shop("patient");
    berth.outage.begin();
    String id = berth.send(deploy(app, GOOD));
    String brief =
        berth.send(new Deploy(ANN.withDeadline(BRIEF), shop("brief"), spec(GOOD, 3), false));

    Concluded late = berth.concluded(brief);
    berth.outage.end();

    assertThat(late.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(late.diagnosis().cause()).isEqualTo(Cause.CLUSTER_UNREACHABLE);
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Tag("fault-A5")
  void afterAnOutage_commandsAreAppliedInOrder_skippingSupersededOnes() {
    AppRef app = shop("a5");
    berth.verdict(berth.send(deploy(app, GOOD)));
    berth.outage.begin();
    String first = berth.send(deploy(app, "shop/cart:2.0.0"));
    String second = berth.send(deploy(app, "shop/cart:3.0.0"));
    String third = berth.send(new Scale(ANN, app, 5));
    await().until(() -> berth.outage.turnedAway() > 3);
    berth.outage.end();

    assertThat(berth.concluded(first).verdict()).isEqualTo(Verdict.SUPERSEDED);
    assertThat(berth.concluded(first).supersededBy()).isEqualTo(second);
    assertThat(berth.concluded(first).summary()).contains("not written here");
    assertThat(berth.concluded(third).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.live(shop("a5")).getSpec().getReplicas()).isEqualTo(5);
    assertThat(berth.live(shop("a5")).getMetadata().getAnnotations())
        .containsEntry(Annotations.RELEASE, "2");
  }

  @Test
  @Tag("fault-A5")
  void deadlineHolds_alsoBehindACommandWithALongerOne() {
    AppRef app = shop("a5-queue");
    berth.outage.begin();
    String patient = berth.send(deploy(app, GOOD));
    String brief = berth.send(new Scale(ANN.withDeadline(BRIEF), app, 4));

    assertThat(berth.concluded(brief).verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(berth.concluded(brief).diagnosis().cause()).isEqualTo(Cause.CLUSTER_UNREACHABLE);
    assertThat(berth.concluded(brief).diagnosis().evidence())
        .anySatisfy(
            evidence ->
                assertThat(evidence.text()).isEqualTo("it waited behind deploy " + patient));
    assertThat(berth.concluded(brief).ref().at())
        .isBefore(Instant.now().plusSeconds(1))
        .isAfter(Instant.now().minusSeconds(10));
    berth.outage.end();
    assertThat(berth.concluded(patient).verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Tag("fault-A5")
  void rollback_isAppliedOnceTheServerIsBack() {
    AppRef app = shop("a5-back");
    berth.verdict(berth.send(deploy(app, GOOD)));
    String broken =
        berth.send(
            new Deploy(ANN, app, TestApps.rollingBack(spec("shop/cart:2-missing", 3)), false));
    await().until(() -> podsThatWait("a5-back") > 0);
    int before = berth.outage.turnedAway();
    berth.outage.begin();
    await().until(() -> berth.outage.turnedAway() > before + 8);

    assertThat(berth.operationsOf(broken)).noneMatch(Harness::isVerdict);
    berth.outage.end();

    assertThat(berth.concluded(broken).verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(berth.concluded(broken + ".rollback").verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Tag("fault-A6")
  void applicationDeletedDuringTheOutage_isPublishedAsRemoved() {
    AppRef app = shop("a6");
    berth.verdict(berth.send(deploy(app, GOOD)));
    await().until(() -> berth.apps().containsKey("dc-a/shop/a6"));
    berth.outage.begin();
    berth.cluster.apps().deployments().inNamespace("shop").withName("a6").delete();
    berth.outage.end();

    await().until(() -> !berth.apps().containsKey("dc-a/shop/a6"));
  }

  @Test
  @Tag("fault-A7")
  void corruptedObject_isIgnored_andTheRestContinues() {
    berth.verdict(berth.send(deploy(shop("a7"), GOOD)));
    berth
        .cluster
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("a7")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": \"1e999Gi\", \"%s\": \"soon\"}}}"
                .formatted(Annotations.RELEASE, Annotations.DEADLINE));

    assertThat(berth.concluded(berth.send(deploy(shop("a7-next"), GOOD))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  @Tag("fault-A10")
  void temporarilyRejectedToken_losesNoCommand() {
    int before = berth.outage.turnedAway();
    berth.outage.answering("401 Unauthorized");
    String id = berth.send(deploy(shop("a10"), GOOD));
    await().until(() -> berth.outage.turnedAway() > before + 5);

    assertThat(berth.operationsOf(id)).noneMatch(Harness::isVerdict);
    berth.outage.end();

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  private static long podsThatWait(String name) {
    return berth
        .cluster
        .pods()
        .inNamespace("shop")
        .withLabels(Annotations.selector(name))
        .list()
        .getItems()
        .stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .filter(container -> container.getState().getWaiting() != null)
        .count();
  }
}
