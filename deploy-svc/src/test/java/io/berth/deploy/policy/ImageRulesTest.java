/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.ReleaseImages;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestContainers;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.operation.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules about images and releases, and about what a version of Kubernetes lacks. */
class ImageRulesTest {

  private static final AppSpec FINE = spec(GOOD, 3);

  @Test
  void mutableImages_areRejectedInProduction() {
    for (String image :
        List.of("shop/cart", "shop/cart:latest", "shop/cart:1.0-SNAPSHOT", "shop/cart:Main")) {
      assertThat(broken(deploy(spec(image, 3)), spec(image, 3), 3))
          .containsExactly("image-immutable");
    }
    String pinned = "shop/cart@sha256:" + "a".repeat(64);
    assertThat(broken(deploy(spec(pinned, 3)), spec(pinned, 3), 3)).isEmpty();
  }

  @Test
  void movedTag_isRejectedInProduction() {
    String then = "sha256:" + "a".repeat(64);
    String now = "sha256:" + "b".repeat(64);
    Releases releases = new Releases(List.of(TestSnapshots.release(1, FINE, then)));

    assertThat(rules(pinned(now, releases, Environment.PROD))).containsExactly("image-tag-moved");
    assertThat(rules(pinned(then, releases, Environment.PROD))).isEmpty();
    assertThat(rules(pinned(now, releases, Environment.QA))).isEmpty();
  }

  @Test
  void movedTagOfASidecar_isRejectedInProduction() {
    String exporter = "shop/exporter:1.0";
    AppSpec spec =
        AppSpecBuilder.with(
            FINE,
            it ->
                it.sidecars = List.of(TestContainers.sidecar(sidecar -> sidecar.image = exporter)));
    Releases releases =
        new Releases(
            List.of(
                TestSnapshots.release(
                    1, spec, new ReleaseImages(Map.of(exporter, "sha256:" + "a".repeat(64))))));

    assertThat(
            new PolicyRules(PolicyParameters.standard())
                .violations(
                    new PolicyInput(
                        deploy(spec),
                        "dc-a",
                        TestSnapshots.KUBERNETES,
                        Environment.PROD,
                        spec,
                        new ReleaseImages(Map.of(exporter, "sha256:" + "b".repeat(64))),
                        3,
                        null,
                        releases,
                        QuotaHeadroom.UNBOUNDED)))
        .extracting(Violation::rule, Violation::field)
        .containsExactly(tuple("image-tag-moved", "spec.sidecars[0].image"));
  }

  @Test
  void grpcProbes_areRejectedByClustersThatHaveNone_namingTheirVersion() {
    Probe grpc =
        new Probe(
            new ProbeCheck.Grpc(9000, null),
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            3);
    AppSpec spec =
        AppSpecBuilder.with(
            FINE,
            it -> {
              it.probes = new Probes(grpc, FINE.probes().readiness(), grpc);
              it.sidecars =
                  List.of(
                      TestContainers.sidecar(
                          sidecar -> sidecar.probes = new Probes(null, grpc, null)));
            });

    assertThat(violationsIn(new KubernetesVersion(1, 23), spec))
        .extracting(Violation::rule, Violation::field, Violation::found)
        .containsExactly(
            tuple(
                "probe-grpc",
                "spec.probes.liveness.check.type",
                "grpc, and dc-a runs Kubernetes 1.23"),
            tuple(
                "probe-grpc",
                "spec.probes.startup.check.type",
                "grpc, and dc-a runs Kubernetes 1.23"),
            tuple(
                "probe-grpc",
                "spec.sidecars[0].probes.readiness.check.type",
                "grpc, and dc-a runs Kubernetes 1.23"));
    assertThat(violationsIn(new KubernetesVersion(1, 24), spec)).isEmpty();
  }

  private static List<Violation> violationsIn(KubernetesVersion version, AppSpec spec) {
    return new PolicyRules(PolicyParameters.standard())
        .violations(
            new PolicyInput(
                deploy(spec),
                "dc-a",
                version,
                Environment.PROD,
                spec,
                ReleaseImages.none(),
                3,
                null,
                Releases.none(),
                QuotaHeadroom.UNBOUNDED));
  }

  private static PolicyInput pinned(String digest, Releases releases, Environment environment) {
    return new PolicyInput(
        deploy(FINE),
        "dc-a",
        TestSnapshots.KUBERNETES,
        environment,
        FINE,
        new ReleaseImages(Map.of(FINE.image(), digest)),
        3,
        null,
        releases,
        QuotaHeadroom.UNBOUNDED);
  }

  @Test
  void invalidImageName_isRejected() {
    assertThat(broken(deploy(spec("Shop/Cart:1 2", 3)), spec("Shop/Cart:1 2", 3), 3))
        .containsExactly("image-name");
  }

  @Test
  void failedRelease_isRejectedAgain_unlessForced() {
    Releases releases = new Releases(List.of(TestSnapshots.release(1, FINE, ReleaseOutcome.BAD)));
    PolicyInput again =
        new PolicyInput(
            deploy(FINE),
            "dc-a",
            TestSnapshots.KUBERNETES,
            Environment.PROD,
            FINE,
            ReleaseImages.none(),
            3,
            null,
            releases,
            QuotaHeadroom.UNBOUNDED);
    PolicyInput forced =
        new PolicyInput(
            new Deploy(ANN, CART, FINE, true),
            "dc-a",
            TestSnapshots.KUBERNETES,
            Environment.PROD,
            FINE,
            ReleaseImages.none(),
            3,
            null,
            releases,
            QuotaHeadroom.UNBOUNDED);

    assertThat(rules(again)).containsExactly("release-proven-bad");
    assertThat(rules(forced)).isEmpty();
  }

  @Test
  void rolledBackRelease_isRejectedAgain_withRequesterAndReason() {
    Releases releases =
        new Releases(
            List.of(
                TestSnapshots.release(1),
                TestSnapshots.release(2, FINE, ReleaseOutcome.GOOD),
                TestSnapshots.rollback(3, TestSnapshots.release(1), 2)));

    assertThat(
            new PolicyRules(PolicyParameters.standard())
                .violations(pinned("sha256:" + "a".repeat(64), releases, Environment.PROD)))
        .extracting(Violation::found)
        .containsExactly("the same as release 2, which ann took back by release 3: wrong prices");
  }

  private static Deploy deploy(AppSpec spec) {
    return new Deploy(ANN, CART, spec, false);
  }

  private static List<String> broken(Command command, AppSpec spec, int replicas) {
    return rules(input(command, spec, replicas, Environment.PROD));
  }

  private static PolicyInput input(
      Command command, AppSpec spec, int replicas, Environment environment) {
    return new PolicyInput(
        command,
        "dc-a",
        TestSnapshots.KUBERNETES,
        environment,
        spec,
        ReleaseImages.none(),
        replicas,
        null,
        Releases.none(),
        QuotaHeadroom.UNBOUNDED);
  }

  private static List<String> rules(PolicyInput input) {
    return new PolicyRules(PolicyParameters.standard())
        .violations(input).stream().map(Violation::rule).toList();
  }
}
