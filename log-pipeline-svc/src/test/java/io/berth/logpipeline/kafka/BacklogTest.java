/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final Backlog backlog = new Backlog();

  @Test
  void whatWaits_getsOlder_untilNothingIsLeft() {
    backlog.took(NOW.minusSeconds(5));
    backlog.waiting(70);
    assertThat(backlog.records()).isEqualTo(70);
    assertThat(backlog.oldestSeconds(NOW)).isEqualTo(5.0);
    assertThat(backlog.oldestSeconds(NOW.plusSeconds(60))).isEqualTo(65.0);
    backlog.left(0);
    assertThat(backlog.oldestSeconds(NOW)).isZero();
  }

  @Test
  void clockThatIsBehind_makesNoNegativeAge() {
    backlog.took(NOW);
    assertThat(backlog.oldestSeconds(NOW.minusSeconds(1))).isZero();
  }
}
