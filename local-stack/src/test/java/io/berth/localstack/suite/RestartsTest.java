/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartsTest {

  private static final Instant BIRTH = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void delays_growToHalfAMinute() {
    assertThat(after(1).delay()).isEqualTo(Duration.ofMillis(500));
    assertThat(after(2).delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(after(5).delay()).isEqualTo(Duration.ofSeconds(8));
    assertThat(after(8).delay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(after(100).delay()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void theThirdDeathInARow_isAgainAndAgain() {
    assertThat(after(2).isAgainAndAgain()).isFalse();
    assertThat(after(3).isAgainAndAgain()).isTrue();
  }

  @Test
  void theLog_isShownAtTheThirdAndEveryTenthDeath() {
    assertThat(after(3).deservesLog()).isTrue();
    assertThat(after(4).deservesLog()).isFalse();
    assertThat(after(20).deservesLog()).isTrue();
  }

  @Test
  void aLifeOfAMinute_endsTheRow() {
    assertThat(after(5).afterDeath(BIRTH, BIRTH.plusSeconds(60))).isEqualTo(new Restarts(1));
  }

  private static Restarts after(int shortLives) {
    var restarts = Restarts.NONE;
    for (int life = 0; life < shortLives; life++) {
      restarts = restarts.afterDeath(BIRTH, BIRTH.plusSeconds(1));
    }
    return restarts;
  }
}
