/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final long NOW = 1_769_860_800_000L;
  private static final long NONE = Long.MAX_VALUE;

  private final Backlog backlog = new Backlog();

  @Test
  void whatWaits_getsOlder_untilNothingIsLeft() {
    backlog.took(NOW - 5_000);
    backlog.took(NOW);
    backlog.left(70, NONE);
    assertThat(backlog.records()).isEqualTo(70);
    assertThat(backlog.oldestSeconds(NOW)).isEqualTo(5.0);
    backlog.left(60, NONE);
    assertThat(backlog.oldestSeconds(NOW + 60_000)).isEqualTo(65.0);
    backlog.left(0, NONE);
    assertThat(backlog.oldestSeconds(NOW)).isZero();
  }

  @Test
  void whatIsOnItsWay_isOlderThanWhatWasReadLast() {
    backlog.took(NOW);
    backlog.left(1, NOW - 9_000);
    assertThat(backlog.oldestSeconds(NOW)).isEqualTo(9.0);
    backlog.took(NOW);
    backlog.left(1, NOW);
    assertThat(backlog.oldestSeconds(NOW)).isZero();
  }

  @Test
  void clockThatIsBehind_makesNoNegativeAge() {
    backlog.took(NOW);
    backlog.left(1, NONE);
    assertThat(backlog.oldestSeconds(NOW - 1_000)).isZero();
  }
}
