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

import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.release.ReleaseImages;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.Scale;
import io.berth.events.operation.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyRulesTest {

  private static final AppSpec FINE = spec(GOOD, 3);

  @Test
  void validApplication_violatesNoRule() {
    assertThat(broken(deploy(FINE), FINE, 3)).isEmpty();
  }

  @Test
  void minReplicas_applyInProductionOnly() {
    assertThat(broken(deploy(spec(GOOD, 2)), spec(GOOD, 2), 2)).containsExactly("min-replicas");
    assertThat(rules(input(deploy(spec(GOOD, 2)), spec(GOOD, 2), 2, Environment.QA))).isEmpty();
    assertThat(broken(new Scale(ANN, CART, 1), FINE, 1)).containsExactly("min-replicas");
    assertThat(broken(deploy(FINE), FINE, 0)).isEmpty();
  }

  @Test
  void minReplicas_namesFieldFoundAndWanted() {
    Violation violation =
        new PolicyRules(PolicyParameters.standard())
            .violations(input(new Scale(ANN, CART, 2), FINE, 2, Environment.PROD))
            .getFirst();

    assertThat(violation.field()).isEqualTo("replicas");
    assertThat(violation.found()).isEqualTo("2");
    assertThat(violation.wanted()).isEqualTo("at least 3 in production");
  }

  @Test
  void probesAndLimits_areRequiredOfADeploy_notOfAScale() {
    AppSpec poor = TestApps.with(FINE, null, null);

    assertThat(broken(deploy(poor), poor, 3))
        .containsExactly("probes-required", "probes-required", "limits-required");
    assertThat(broken(new Scale(ANN, CART, 4), poor, 4)).isEmpty();
  }

  @Test
  void reservedOrOversizedEnv_isRejected() {
    AppSpec reserved = withEnv(Map.of("BERTH_POD", "x"));
    AppSpec large = withEnv(Map.of("LARGE", "x".repeat(140_000)));

    assertThat(broken(deploy(reserved), reserved, 3)).containsExactly("env-reserved");
    assertThat(broken(deploy(large), large, 3)).containsExactly("env-size");
  }

  @Test
  void namesAndNamespaces_areValidated() {
    assertThat(broken(new Deploy(ANN, new AppRef("kube-system", "cart"), FINE, false), FINE, 3))
        .containsExactly("namespace-protected");
    assertThat(broken(new Deploy(ANN, new AppRef("shop", "1cart"), FINE, false), FINE, 3))
        .containsExactly("name-format");
  }

  @Test
  void staleExpectedRelease_isRejected() {
    CommandMeta meta =
        new CommandMeta(
            "ann",
            null,
            Duration.ofMinutes(1),
            List.of(),
            ANN.order(),
            ANN.partialFailure(),
            4L,
            false);

    assertThat(broken(new Deploy(meta, CART, FINE, false), FINE, 3))
        .containsExactly("expected-release");
  }

  @Test
  void exceededQuota_isRejected_includingTheSurgeOfAnUpgrade() {
    PolicyInput exact =
        new PolicyInput(
            deploy(FINE),
            "dc-a",
            TestSnapshots.KUBERNETES,
            Environment.PROD,
            FINE,
            ReleaseImages.none(),
            3,
            null,
            Releases.none(),
            new QuotaHeadroom(600, Long.MAX_VALUE, 3));
    PolicyInput upgrade =
        new PolicyInput(
            deploy(FINE),
            "dc-a",
            TestSnapshots.KUBERNETES,
            Environment.PROD,
            FINE,
            ReleaseImages.none(),
            3,
            TestSnapshots.release(1),
            Releases.none(),
            new QuotaHeadroom(600, Long.MAX_VALUE, 3));

    assertThat(rules(exact)).isEmpty();
    assertThat(rules(upgrade)).containsExactly("quota", "quota");
  }

  @Test
  void unknownClusters_areReported_whereClustersAreConfigured() {
    PolicyParameters parameters =
        new PolicyParameters(3, List.of(), 1000, List.of(), List.of("dc-a", "dc-b"));
    Deploy command = new Deploy(ANN.withClusters(List.of("dc-a", "dc-x")), CART, FINE, false);

    assertThat(new PolicyRules(parameters).violations(input(command, FINE, 3, Environment.PROD)))
        .extracting(Violation::found)
        .containsExactly("'dc-x'");
  }

  @Test
  void duplicatePortNames_areRejected() {
    AppSpec twice = withPorts(List.of(new Port("http", 80), new Port("http", 81)), FINE.strategy());

    assertThat(broken(deploy(twice), twice, 3)).containsExactly("ports-distinct");
  }

  private static AppSpec withEnv(Map<String, String> env) {
    return AppSpecBuilder.with(FINE, it -> it.env = env);
  }

  private static AppSpec withPorts(List<Port> ports, RolloutStrategy strategy) {
    return AppSpecBuilder.with(
        FINE,
        it -> {
          it.ports = ports;
          it.strategy = strategy;
        });
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
