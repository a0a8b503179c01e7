/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.controllers.RollingUpdate.ReplicaSetSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollingUpdateTest {

  @Test
  void percentages_roundSurgeUp_andUnavailableDown() {
    RollingUpdate update = RollingUpdate.of(10, "25%", "25%");
    assertThat(update.maxTotal()).isEqualTo(13);
    assertThat(update.minAvailable()).isEqualTo(8);
  }

  @Test
  void twoZeros_makeOneUnavailable_soThatItMoves() {
    RollingUpdate update = RollingUpdate.of(3, "0", "0");
    assertThat(update.maxTotal()).isEqualTo(3);
    assertThat(update.minAvailable()).isEqualTo(2);
  }

  @Test
  void newSet_growsByTheSurge_first() {
    RollingUpdate update = RollingUpdate.of(3, "1", "0");
    assertThat(update.grow(0, 3)).isEqualTo(1);
    assertThat(update.grow(1, 4)).isEqualTo(1);
    assertThat(update.grow(1, 3)).isEqualTo(2);
    assertThat(update.grow(5, 5)).isEqualTo(3);
  }

  @Test
  void oldSets_stay_untilNewPodsAreAvailable() {
    RollingUpdate update = RollingUpdate.of(3, "1", "0");
    assertThat(update.shrink(new ReplicaSetSize(1, 0), List.of(new ReplicaSetSize(3, 3))))
        .containsExactly(3);
    assertThat(update.shrink(new ReplicaSetSize(1, 1), List.of(new ReplicaSetSize(3, 3))))
        .containsExactly(2);
  }

  @Test
  void unavailableOldPods_goFirst() {
    RollingUpdate update = RollingUpdate.of(4, "1", "1");
    assertThat(
            update.shrink(
                new ReplicaSetSize(1, 1),
                List.of(new ReplicaSetSize(2, 0), new ReplicaSetSize(2, 2))))
        .containsExactly(0, 2);
  }

  @Test
  void changedReplicaCount_isSpreadProportionally() {
    assertThat(RollingUpdate.of(20, "0", "1").spread(List.of(4, 6))).containsExactly(8, 12);
    assertThat(RollingUpdate.of(0, "1", "0").spread(List.of(2, 2))).containsExactly(0, 0);
  }
}
