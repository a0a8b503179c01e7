/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.ReleaseImages;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.testing.TestContainers;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Rollback;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReleaseRevisionsTest {

  /** As releases were kept before fractions of seconds were refused. */
  private static final String KEPT =
      """
      {"apiVersion": "apps/v1", "kind": "ControllerRevision", "revision": 1,
       "metadata": {"name": "cart-r1", "namespace": "shop", "annotations": {
         "berth.io/command-id": "command-1", "berth.io/command-by": "ann",
         "berth.io/command-time": "2026-01-31T12:00:00Z", "berth.io/outcome": "good"}},
       "data": {"spec": {"tier": "STANDARD", "image": "registry.example/shop/cart:0.9.0", "replicas": 3,
         "limits": {"cpuMillis": 200, "memoryBytes": 67108864},
         "probes": {
           "liveness": {"check": {"type": "TCP", "port": 8080}, "initialDelay": "PT0S",
             "period": "PT10S", "timeout": "PT1S", "failureThreshold": 3},
           "readiness": {"check": {"type": "TCP", "port": 8080}, "initialDelay": "PT0.4S",
             "period": "PT1.5S", "timeout": "PT1.9S", "failureThreshold": 3}},
         "annotations": {"berth.io/tier": "low"}}}}
      """;

  private static final String MIGRATE = "registry.example/shop/migrate:1.0.0";

  @Test
  void keptReleaseWithFractionalSeconds_isRead_andRolledBackToUnchanged() {
    Release kept =
        ReleaseRevisions.read(Serialization.unmarshal(KEPT, ControllerRevision.class))
            .orElseThrow();

    Plan plan =
        new Planner(new PolicyRules(PolicyParameters.standard()))
            .plan(
                TestSnapshots.order(new Rollback(ANN, CART, 1L)),
                TestSnapshots.running(kept, TestSnapshots.release(2)));

    assertThat(plan).isInstanceOf(Plan.Apply.class);
    Plan.Apply write = (Plan.Apply) plan;
    assertThat(write.notes())
        .contains(
            "The release says spec.probes.readiness.period PT1.5S, and runs with it cut to whole"
                + " seconds, as it did before.")
        .filteredOn(note -> note.contains("cut to whole seconds"))
        .hasSize(3);
    Probe readiness =
        ((Deployment) write.objects().getLast())
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getReadinessProbe();
    assertThat(readiness.getInitialDelaySeconds()).isZero();
    assertThat(readiness.getPeriodSeconds()).isEqualTo(1);
    assertThat(readiness.getTimeoutSeconds()).isEqualTo(1);
  }

  @Test
  void release_roundTrips() {
    Release kept =
        ReleaseRevisions.read(Serialization.unmarshal(KEPT, ControllerRevision.class))
            .orElseThrow();

    assertThat(ReleaseRevisions.read(ReleaseRevisions.write(CART, kept)).orElseThrow().spec())
        .isEqualTo(kept.spec());
  }

  @Test
  void digestsOfEveryContainer_areKept_andRolledBackTo() {
    AppSpec spec = accompanied();
    Release release =
        TestSnapshots.release(
            1,
            spec,
            new ReleaseImages(
                Map.of(spec.image(), digest('a'), MIGRATE, digest('b')), "registry.dc-a.example"));

    Release kept = ReleaseRevisions.read(ReleaseRevisions.write(CART, release)).orElseThrow();

    assertThat(kept.images()).isEqualTo(release.images());
    assertThat(kept.digest()).isEqualTo(digest('a'));
    assertThat(imagesAfterRollback(kept))
        .containsExactly(MIGRATE + "@" + digest('b'), spec.image() + "@" + digest('a'));
  }

  /** Earlier versions resolved the application's own image alone. */
  @Test
  void releaseOfAnEarlierVersion_isRolledBackToAsItWas() {
    AppSpec spec = accompanied();
    ControllerRevision earlier =
        ReleaseRevisions.write(CART, TestSnapshots.release(1, spec, digest('a')));

    Release kept = ReleaseRevisions.read(earlier).orElseThrow();

    assertThat(Serialization.asJson(earlier)).contains(digest('a')).doesNotContain("digests");
    assertThat(imagesAfterRollback(kept))
        .containsExactly(MIGRATE, spec.image() + "@" + digest('a'));
  }

  private static List<String> imagesAfterRollback(Release kept) {
    Plan.Apply plan =
        (Plan.Apply)
            new Planner(new PolicyRules(PolicyParameters.standard()))
                .plan(
                    TestSnapshots.order(new Rollback(ANN, CART, 1L)),
                    TestSnapshots.running(kept, TestSnapshots.release(2)));
    PodSpec pod = ((Deployment) plan.objects().getLast()).getSpec().getTemplate().getSpec();
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
        .map(Container::getImage)
        .toList();
  }

  private static AppSpec accompanied() {
    return AppSpecBuilder.with(
        TestApps.spec(TestApps.GOOD, 3),
        it -> it.initContainers = List.of(TestContainers.init(init -> init.image = MIGRATE)));
  }

  private static String digest(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }
}
