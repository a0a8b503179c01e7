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
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.AppSpec.Protocol;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a specification can say and no cluster takes, or no container starts with. */
class KubernetesRulesTest {

  private static final AppSpec FINE = spec(GOOD, 3);

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.berth.deploy.policy.FaultyFields#rows")
  void faultyField_isRejected_withItsPathAndWhatWasFound(
      String what, Consumer<AppSpecBuilder> fault, String rule, String field, String found) {
    AppSpec wrong = AppSpecBuilder.with(FINE, fault);

    assertThat(violations(new Deploy(ANN, CART, wrong, false), wrong))
        .as(what)
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo(rule);
              assertThat(violation.field()).isEqualTo(field);
              assertThat(violation.found()).contains(found).hasSizeLessThan(1000);
              assertThat(violation.wanted()).isNotBlank();
              assertThat(violation.help()).isNotBlank();
            });
    assertThat(violations(new Scale(ANN, CART, 4), wrong)).as("scaled as it runs").isEmpty();
    assertThat(violations(new Rollback(ANN, CART, 1L), wrong)).as("gone back to").isEmpty();
  }

  @Test
  void oddButValidFields_areAccepted() {
    AppSpec odd =
        AppSpecBuilder.with(
            FINE,
            it -> {
              it.ports =
                  List.of(
                      new Port("a", 1),
                      new Port("a-udp", 1, Protocol.UDP, null),
                      new Port("1-a-2", 65535));
              it.requests = new Limits(100, 32L << 20);
              it.annotations =
                  Map.of(
                      "Example.com/Team_1.x",
                      "",
                      "a",
                      "ä",
                      "x".repeat(253) + "/" + "y".repeat(63),
                      "");
              it.configFiles =
                  Map.of(
                      "/x", "", "/etc/..data", "1", "/etc/x y", "2", "/etc/ä", "3", "/etc/x", "4");
              it.secrets = List.of("my.secret", "my", "1");
              it.image = "localhost:5000/a__b/c--d.e_f:V1";
            });

    assertThat(violations(new Deploy(ANN, CART, odd, false), odd)).isEmpty();
  }

  @Test
  void limits_areAcceptedToTheLastByte() {
    AppSpec full =
        AppSpecBuilder.with(
            FINE,
            it -> {
              it.annotations = Map.of("k", "x".repeat(AnnotationRules.MAX_BYTES - 1));
              it.configFiles = Map.of("/etc/x", "€".repeat(ConfigFileRules.MAX_BYTES / 3));
            });

    assertThat(violations(new Deploy(ANN, CART, full, false), full)).isEmpty();
  }

  private static List<Violation> violations(Command command, AppSpec spec) {
    return new PolicyRules(PolicyParameters.standard())
        .violations(
            new PolicyInput(
                command,
                "dc-a",
                TestSnapshots.KUBERNETES,
                Environment.PROD,
                spec,
                ReleaseImages.none(),
                3,
                null,
                Releases.none(),
                QuotaHeadroom.UNBOUNDED));
  }
}
