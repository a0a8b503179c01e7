/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsumerLagTest {

  private static final long NOW = 1_769_860_800_000L;
  private static final long NONE = Long.MAX_VALUE;

  private final ConsumerLag lag = new ConsumerLag();

  @Test
  void age_growsUntilTheLagIsZero() {
    lag.recordRead(NOW - 5_000);
    lag.recordRead(NOW);
    lag.batchDone(70, NONE);
    assertThat(lag.records()).isEqualTo(70);
    assertThat(lag.oldestSeconds(NOW)).isEqualTo(5.0);
    lag.batchDone(60, NONE);
    assertThat(lag.oldestSeconds(NOW + 60_000)).isEqualTo(65.0);
    lag.batchDone(0, NONE);
    assertThat(lag.oldestSeconds(NOW)).isZero();
  }

  @Test
  void age_isThatOfTheOldestPendingRecord() {
    lag.recordRead(NOW);
    lag.batchDone(1, NOW - 9_000);
    assertThat(lag.oldestSeconds(NOW)).isEqualTo(9.0);
    lag.recordRead(NOW);
    lag.batchDone(1, NOW);
    assertThat(lag.oldestSeconds(NOW)).isZero();
  }

  @Test
  void age_isNeverNegative() {
    lag.recordRead(NOW);
    lag.batchDone(1, NONE);
    assertThat(lag.oldestSeconds(NOW - 1_000)).isZero();
  }
}
