/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.release.ReleaseImages;
import io.berth.deploy.release.Releases;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Violation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaveRulesTest {

  private static final List<String> BOTH = List.of("dc-a", "dc-b");

  @Test
  void wavesThatNameEveryTargetOnce_areAllowed() {
    assertThat(found(BOTH, 0, List.of("dc-a"), List.of("dc-b"))).isEmpty();
  }

  @Test
  void missingRepeatedOrForeignWaveTarget_isRejected() {
    assertThat(found(BOTH, 0, List.of("dc-a"))).containsExactly("no wave with 'dc-b'");
    assertThat(found(BOTH, 0, List.of("dc-a"), BOTH)).containsExactly("'dc-a' more than once");
    assertThat(found(BOTH, 0, BOTH, List.of("dc-z"))).containsExactly("'dc-z'");
  }

  @Test
  void withoutTargets_theClusterItselfMustBeInAWave() {
    assertThat(found(List.of(), 0, List.of("dc-b"))).containsExactly("no wave with 'dc-a'");
  }

  @Test
  void bakeTimesBeyondTheDeadline_areRejected() {
    assertThat(found(BOTH, 599, List.of("dc-a"), List.of("dc-b"))).isEmpty();
    assertThat(found(BOTH, 600, List.of("dc-a"), List.of("dc-b"))).containsExactly("PT10M");
  }

  @Test
  void canaryClusterOutsideTheTargets_isRejected() {
    CommandMeta meta =
        new CommandMeta(
            "ann",
            null,
            Duration.ofMinutes(10),
            BOTH,
            new ClusterOrder.AllAtOnce(),
            new PartialFailurePolicy.CanaryFirst("dc-z"),
            null,
            false);

    assertThat(violations(meta)).extracting(Violation::rule).containsExactly("canary-cluster");
  }

  @SafeVarargs
  private static List<String> found(List<String> targets, int bake, List<String>... waves) {
    CommandMeta meta =
        new CommandMeta(
            "ann",
            null,
            Duration.ofMinutes(10),
            targets,
            new ClusterOrder.Waves(List.of(waves), Duration.ofSeconds(bake)),
            new PartialFailurePolicy.All(),
            null,
            false);
    return violations(meta).stream().map(Violation::found).toList();
  }

  private static List<Violation> violations(CommandMeta meta) {
    return new PolicyRules(PolicyParameters.standard())
        .violations(
            new PolicyInput(
                new Deploy(meta, CART, spec(GOOD, 3), false),
                "dc-a",
                TestSnapshots.KUBERNETES,
                Environment.PROD,
                spec(GOOD, 3),
                ReleaseImages.none(),
                3,
                null,
                Releases.none(),
                QuotaHeadroom.UNBOUNDED));
  }
}
