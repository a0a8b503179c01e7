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
import static org.assertj.core.groups.Tuple.tuple;

import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.release.ReleaseImages;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestApps;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.operation.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a specification says and no cluster could do as it was said. */
class ExactSpecTest {

  private static final AppSpec FINE = spec(GOOD, 3);

  @Test
  void fractionalProbeTimes_areRejected_eachWithItsField() {
    Probe slow =
        new Probe(
            new Probes.ProbeCheck.Tcp(8080),
            Duration.ofMillis(400),
            Duration.ofMillis(1500),
            Duration.ofMillis(1900),
            3);
    AppSpec cut = TestApps.with(FINE, FINE.limits(), new Probes(slow, slow, slow));

    List<Violation> violations = violations(deploy(cut), cut);

    assertThat(violations).extracting(Violation::rule).containsOnly("whole-seconds").hasSize(9);
    assertThat(violations)
        .extracting(Violation::field, Violation::found, Violation::wanted)
        .contains(
            tuple(
                "spec.probes.readiness.period",
                "PT1.5S",
                "whole seconds, the only ones that Kubernetes takes: 1s or 2s"),
            tuple(
                "spec.probes.startup.initialDelay",
                "PT0.4S",
                "whole seconds, the only ones that Kubernetes takes: 0s or 1s"));
    assertThat(violations(new Scale(ANN, CART, 4), cut)).isEmpty();
    assertThat(violations(new Rollback(ANN, CART, 1L), cut)).isEmpty();
  }

  @Test
  void reservedAnnotation_isRejected() {
    AppSpec marked =
        AppSpecBuilder.with(
            FINE, it -> it.annotations = Map.of("berth.io/tier", "low", "sim.berth.io/load", "1"));

    assertThat(violations(deploy(marked), marked))
        .extracting(Violation::rule, Violation::field)
        .containsExactly(tuple("annotations-reserved", "spec.annotations.berth.io/tier"));
  }

  private static Deploy deploy(AppSpec spec) {
    return new Deploy(ANN, CART, spec, false);
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
