/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.Apps;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialFailurePolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceTest {

  private static final ClusterOrder WAVES =
      new ClusterOrder.Waves(
          List.of(List.of("dc-a"), List.of("dc-b", "dc-c")), Duration.ofHours(1));

  @Test
  void allAtOnce_isNoSequence() {
    assertThat(Sequence.of(Apps.ANN)).isEmpty();
  }

  @Test
  void waves_areTakenAsGiven() {
    assertThat(Sequence.of(meta(WAVES, new PartialFailurePolicy.All())))
        .contains(
            new Sequence(List.of(List.of("dc-a"), List.of("dc-b", "dc-c")), Duration.ofHours(1)));
  }

  @Test
  void canaryCluster_goesAheadOfEveryWave_andOnlyOnce() {
    assertThat(Sequence.of(meta(WAVES, new PartialFailurePolicy.CanaryFirst("dc-b"))))
        .contains(
            new Sequence(
                List.of(List.of("dc-b"), List.of("dc-a"), List.of("dc-c")), Duration.ofHours(1)));
  }

  @Test
  void canaryClusterAlone_leavesTheOthersUnnamed() {
    Sequence sequence =
        Sequence.of(
                meta(new ClusterOrder.AllAtOnce(), new PartialFailurePolicy.CanaryFirst("dc-b")))
            .orElseThrow();

    assertThat(sequence.opensWith("dc-b")).isTrue();
    assertThat(sequence.opensWith("dc-a")).isFalse();
  }

  private static CommandMeta meta(ClusterOrder order, PartialFailurePolicy policy) {
    return new CommandMeta("ann", null, Duration.ofHours(2), List.of(), order, policy, null, false);
  }
}
