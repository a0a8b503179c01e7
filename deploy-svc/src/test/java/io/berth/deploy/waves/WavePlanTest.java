/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.TestApps;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialFailurePolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WavePlanTest {

  private static final ClusterOrder WAVES =
      new ClusterOrder.Waves(
          List.of(List.of("dc-a"), List.of("dc-b", "dc-c")), Duration.ofHours(1));

  @Test
  void allAtOnce_hasNoWavePlan() {
    assertThat(WavePlan.of(TestApps.ANN)).isEmpty();
  }

  @Test
  void waves_areTakenAsGiven() {
    assertThat(WavePlan.of(meta(WAVES, new PartialFailurePolicy.All())))
        .contains(
            new WavePlan(List.of(List.of("dc-a"), List.of("dc-b", "dc-c")), Duration.ofHours(1)));
  }

  @Test
  void canaryCluster_precedesEveryWave_once() {
    assertThat(WavePlan.of(meta(WAVES, new PartialFailurePolicy.CanaryFirst("dc-b"))))
        .contains(
            new WavePlan(
                List.of(List.of("dc-b"), List.of("dc-a"), List.of("dc-c")), Duration.ofHours(1)));
  }

  @Test
  void canaryClusterAlone_needsNoOtherNames() {
    WavePlan plan =
        WavePlan.of(
                meta(new ClusterOrder.AllAtOnce(), new PartialFailurePolicy.CanaryFirst("dc-b")))
            .orElseThrow();

    assertThat(plan.isFirst("dc-b")).isTrue();
    assertThat(plan.isFirst("dc-a")).isFalse();
  }

  private static CommandMeta meta(ClusterOrder order, PartialFailurePolicy policy) {
    return new CommandMeta("ann", null, Duration.ofHours(2), List.of(), order, policy, null, false);
  }
}
