/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.testing.TestScalingDecisions;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.Abort;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Promote;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A blue-green roll-out from its first pod to its end, with the Service's endpoints watched. */
@ExtendWith(SharedHarness.class)
class BlueGreenIT {

  private static final CommandMeta ANN = CommandMeta.by("ann").withDeadline(Duration.ofMinutes(4));
  private static final String NEXT = "shop/cart:2.0.0";

  private static final Harness berth = SharedHarness.get();

  @Test
  void promotedPreview_getsAllRequestsAtOnce_andTheOldPodsAreReplaced() {
    AppRef app = running("calm");
    try (Counted endpoints = Counted.of("calm")) {
      String id = switchOver(app, NEXT, new BlueGreen(true, Duration.ofSeconds(1)));
      berth.awaitPromote(id);
      assertThat(slot("calm")).isEqualTo("live");
      assertThat(berth.live(shop("calm--preview")).getStatus().getAvailableReplicas()).isEqualTo(3);

      String promote = berth.send(new Promote(ANN, app));

      assertThat(berth.concluded(promote).verdict()).isEqualTo(Verdict.SUCCEEDED);
      assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
      await().until(() -> berth.live(shop("calm--preview")) == null);
      assertThat(berth.image(shop("calm"))).startsWith(NEXT);
      assertThat(slot("calm")).isEqualTo("live");
      assertThat(endpoints.fewest()).isEqualTo(3);
      assertThat(berth.operationsOf(id).stream().filter(Harness::isVerdict)).hasSize(1);
    }
  }

  @Test
  void abort_duringTheRollbackWindow_givesTheOldPodsAllRequests() {
    AppRef app = running("sorry");
    try (Counted endpoints = Counted.of("sorry")) {
      String id = switchOver(app, NEXT, new BlueGreen(false, Duration.ofHours(1)));
      assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
      assertThat(slot("sorry")).isEqualTo("preview");
      assertThat(
              berth.rejected(berth.send(new Deploy(ANN, app, spec(GOOD, 3), false))).violations())
          .extracting(violation -> violation.rule())
          .containsExactly("rollout-exists");

      String abort = berth.send(new Abort(ANN, app));

      assertThat(berth.concluded(abort).verdict()).isEqualTo(Verdict.SUCCEEDED);
      assertThat(slot("sorry")).isEqualTo("live");
      assertThat(berth.image(shop("sorry"))).startsWith(GOOD);
      await().until(() -> berth.live(shop("sorry--preview")) == null);
      assertThat(endpoints.fewest()).isEqualTo(3);
    }
  }

  @Test
  void brokenPreview_isAborted_withoutAnOutage() {
    AppRef app = running("broken");
    try (Counted endpoints = Counted.of("broken")) {
      String id =
          switchOver(app, "shop/cart:2-missing", new BlueGreen(false, Duration.ofSeconds(1)));

      Concluded verdict = berth.concluded(id);

      assertThat(verdict.verdict()).isEqualTo(Verdict.ROLLED_BACK);
      assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.IMAGE_NOT_FOUND);
      await().until(() -> berth.live(shop("broken--preview")) == null);
      assertThat(slot("broken")).isEqualTo("live");
      assertThat(berth.image(shop("broken"))).startsWith(GOOD);
      assertThat(endpoints.fewest()).isEqualTo(3);
    }
  }

  @Test
  void scalingPolicy_setsTheCountOfTheNewRelease_andItsNextDecisionIsAppliedAfterwards() {
    AppRef app = running("wide");
    berth.publish(Envelope.of("p-wide", "/test", Instant.now(), TestScalingDecisions.policy(app)));
    await().until(() -> berth.bean(KafkaConnections.class).policies().active(Harness.CLUSTER, app));
    decide(app, 3, 5);
    await().until(() -> berth.replicas(app) == 5);

    String id = switchOver(app, NEXT, new BlueGreen(true, Duration.ofSeconds(1)));
    berth.awaitPromote(id);
    assertThat(berth.replicas(shop("wide--preview"))).isEqualTo(5);
    decide(app, 5, 7);
    berth.send(new Promote(ANN, app));
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    await().until(() -> berth.live(shop("wide--preview")) == null);
    assertThat(berth.image(app)).startsWith(NEXT);
    assertThat(berth.replicas(app)).as("the decision in between is dropped").isEqualTo(5);

    decide(app, 5, 6);
    await().until(() -> berth.replicas(app) == 6);
  }

  private static void decide(AppRef app, int from, int to) {
    berth.publish(
        Envelope.of(
            "d-" + to, "/test", Instant.now(), TestScalingDecisions.scaleOut(app, from, to)));
  }

  private static AppRef running(String name) {
    AppRef app = shop(name);
    String id = berth.send(new Deploy(ANN, app, spec(GOOD, 3), false));
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    return app;
  }

  private static String switchOver(AppRef app, String image, BlueGreen strategy) {
    return berth.send(new Deploy(ANN, app, TestApps.stepping(image, 3, strategy), false));
  }

  private static String slot(String name) {
    var service = berth.cluster.services().inNamespace("shop").withName(name).get();
    return service.getSpec().getSelector().get(Annotations.SLOT);
  }

  /** How many pods the Service led to, at every change. */
  private record Counted(List<Integer> seen, Watch watch) implements AutoCloseable {

    static Counted of(String name) {
      List<Integer> seen = new CopyOnWriteArrayList<>();
      var endpoints = berth.cluster.endpoints().inNamespace("shop").withName(name);
      await().until(() -> endpoints.get() != null && ready(endpoints.get()) == 3);
      return new Counted(
          seen,
          endpoints.watch(
              new Watcher<>() {
                @Override
                public void eventReceived(Action action, Endpoints now) {
                  seen.add(ready(now));
                }

                @Override
                public void onClose(@Nullable WatcherException cause) {}
              }));
    }

    int fewest() {
      return seen.stream().min(Integer::compare).orElse(3);
    }

    private static int ready(Endpoints endpoints) {
      return endpoints.getSubsets().stream().mapToInt(subset -> subset.getAddresses().size()).sum();
    }

    @Override
    public void close() {
      watch.close();
    }
  }
}
