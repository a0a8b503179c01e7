/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.GatewaySamples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginTest {

  private static final Instant NOW = GatewaySamples.NOON;

  private final LoginCodes codes = new LoginCodes(Duration.ofMinutes(10));
  private final SessionTokens sessions = new SessionTokens("a token of some length");

  @Test
  void code_isRedeemedOnce() {
    String code = codes.issue("alice", NOW);
    assertThat(codes.redeem(code, NOW)).contains("alice");
    assertThat(codes.redeem(code, NOW)).isEmpty();
  }

  @Test
  void expiredCode_isRefused() {
    String code = codes.issue("alice", NOW);
    assertThat(codes.redeem(code, NOW.plus(Duration.ofMinutes(10)))).isEmpty();
  }

  @Test
  void token_yieldsItsName_untilItExpires() {
    String token = sessions.issue("Zoë Ångström", NOW.plusSeconds(60));
    assertThat(sessions.verify(token, NOW)).contains("Zoë Ångström");
    assertThat(sessions.verify(token, NOW.plusSeconds(60))).isEmpty();
  }

  @Test
  void tokenThatWasChanged_orSignedWithAnotherKey_isRefused() {
    String token = sessions.issue("alice", NOW.plusSeconds(60));
    assertThat(sessions.verify(token.substring(0, token.length() - 1), NOW)).isEmpty();
    assertThat(sessions.verify("x" + token, NOW)).isEmpty();
    assertThat(sessions.verify("", NOW)).isEmpty();
    assertThat(sessions.verify("a.b.c", NOW)).isEmpty();
    assertThat(new SessionTokens("another token").verify(token, NOW)).isEmpty();
  }
}
