/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginTest {

  private static final Instant NOW = Samples.NOON;

  private final LoginCodes codes = new LoginCodes(Duration.ofMinutes(10));
  private final SessionSeal seal = new SessionSeal("a token of some length");

  @Test
  void aCode_worksOnce() {
    String code = codes.issue("alice", NOW);
    assertThat(codes.redeem(code, NOW)).contains("alice");
    assertThat(codes.redeem(code, NOW)).isEmpty();
  }

  @Test
  void aCode_doesNotWorkAfterItsTime() {
    String code = codes.issue("alice", NOW);
    assertThat(codes.redeem(code, NOW.plus(Duration.ofMinutes(10)))).isEmpty();
  }

  @Test
  void aSeal_tellsItsName_untilItsTime() {
    String sealed = seal.seal("Zoë Ångström", NOW.plusSeconds(60));
    assertThat(seal.open(sealed, NOW)).contains("Zoë Ångström");
    assertThat(seal.open(sealed, NOW.plusSeconds(60))).isEmpty();
  }

  @Test
  void aSeal_thatWasChanged_orMadeWithAnotherToken_isWorthNothing() {
    String sealed = seal.seal("alice", NOW.plusSeconds(60));
    assertThat(seal.open(sealed.substring(0, sealed.length() - 1), NOW)).isEmpty();
    assertThat(seal.open("x" + sealed, NOW)).isEmpty();
    assertThat(seal.open("", NOW)).isEmpty();
    assertThat(seal.open("a.b.c", NOW)).isEmpty();
    assertThat(new SessionSeal("another token").open(sealed, NOW)).isEmpty();
  }
}
