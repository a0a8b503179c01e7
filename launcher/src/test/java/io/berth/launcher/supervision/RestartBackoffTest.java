/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

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
  void thirdExitInARow_isACrashLoop() {
    assertThat(after(2).isCrashLooping()).isFalse();
    assertThat(after(3).isCrashLooping()).isTrue();
  }

  @Test
  void log_isShownAtTheThirdAndEveryTenthExit() {
    assertThat(after(3).showsLog()).isTrue();
    assertThat(after(4).showsLog()).isFalse();
    assertThat(after(20).showsLog()).isTrue();
  }

  @Test
  void oneMinuteOfUptime_resetsTheCount() {
    assertThat(after(5).afterExit(BIRTH, BIRTH.plusSeconds(60))).isEqualTo(new RestartBackoff(1));
  }

  private static RestartBackoff after(int shortLives) {
    var restarts = RestartBackoff.NONE;
    for (int life = 0; life < shortLives; life++) {
      restarts = restarts.afterExit(BIRTH, BIRTH.plusSeconds(1));
    }
    return restarts;
  }
}
