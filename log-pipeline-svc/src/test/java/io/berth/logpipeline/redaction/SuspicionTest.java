/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SuspicionTest {

  private static final String[] PARTS = {
    "pass",
    "Password",
    "PWD",
    "secret",
    "tOken",
    "api",
    "_key",
    "-key",
    "access",
    "private",
    "auth",
    "Authorization",
    "Bearer ",
    "basic ",
    "digest ",
    "credentials",
    "CVV",
    "cvc2",
    "eyJhbGciOi",
    ".",
    "://",
    "user:",
    "@",
    "AKIA",
    "ABCDEFGHIJKLMNOP",
    "sk_live_",
    "0123456789abcdef",
    "ghp_",
    "npm_",
    "密码",
    "口令",
    "密钥",
    "=",
    ": ",
    ":",
    "\"",
    "'",
    "\\\"",
    " ",
    "-",
    "--",
    "<",
    ">",
    "/",
    "%20",
    "%3",
    "\\u003",
    "4111",
    "1111",
    "4111111111111111",
    "411111111111111",
    "5500005555555559",
    "378282246310005",
    "11010519491231002",
    "X",
    "4.111111111111111E15",
    "e+15",
    "４１１１",
    "\u00a0",
    "a",
    "Z",
    "ß",
    "\n"
  };

  private final Random random = new Random(4711);

  @Test
  void whatARuleFinds_wasSuspicious_whateverStandsAroundIt() {
    int secrets = 0;
    int numbers = 0;
    for (int i = 0; i < 60_000; i++) {
      String text = text();
      byte[] utf8 = text.getBytes(UTF_8);
      int suspicion = Suspicion.of(utf8, 0, utf8.length);
      if (!Secrets.redact(text, rule -> {}).equals(text)) {
        assertThat(suspicion & Suspicion.WORD).as(text).isNotZero();
        secrets++;
      }
      String plain = Notation.redactScientific(Notation.plain(text), rule -> {});
      if (!Numbers.redact(plain, rule -> {}).equals(Notation.plain(text))) {
        assertThat(suspicion & Suspicion.NUMBER).as(text).isNotZero();
        numbers++;
      }
    }
    assertThat(secrets).isGreaterThan(2_000);
    assertThat(numbers).isGreaterThan(1_000);
  }

  @Test
  void whatStandsOutside_isNotLookedAt() {
    byte[] utf8 = "token 4111111111111111 token".getBytes(UTF_8);
    assertThat(Suspicion.of(utf8, 6, 16)).isEqualTo(Suspicion.NUMBER);
    assertThat(Suspicion.of(utf8, 6, 12)).isZero();
    assertThat(Suspicion.of(utf8, 0, 4)).isZero();
    assertThat(Suspicion.of(utf8, 0, 5)).isEqualTo(Suspicion.WORD);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(7); i > 0; i--) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }
}
