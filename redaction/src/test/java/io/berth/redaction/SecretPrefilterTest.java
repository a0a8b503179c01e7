/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.redaction.number.NumberNotations;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is not suspicious is never searched, so no rule may find anything there. {@code
 * -Dberth.redaction.documents=100000} tries more texts, {@code -Dberth.redaction.seed=7} others.
 */
class SecretPrefilterTest {

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
    "令牌",
    "パスワード",
    "비밀번호",
    "пароль",
    "ｔｏｋｅｎ",
    "bindPw",
    "pw",
    "session",
    ".key",
    "tls",
    "client-key-data",
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
    "\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "-u ",
    "-pHunter2",
    "mysql ",
    "curl ",
    "me:hunter2",
    "sqlplus ",
    "scott/tiger",
    "@orcl",
    "@//db",
    "Cookie",
    "Set-Cookie",
    "a=b; ",
    "auth",
    "dXNlcjpoaWRkZW4=",
    "account",
    "key",
    " is ",
    "hunter2",
    "name",
    "value",
    "IDENTIFIED BY ",
    "'",
    "glpat-abcdefghij",
    "ASIA",
    "?sig=abcdef0123",
    "sqlplus scott/tiger@orcl",
    "mysql -phunter2",
    "-uroot -phunter2",
    "Authorization: Basic dXNlcjpw",
    "Cookie: a=b",
    "cvv: 123",
    "sshpass ",
    "-p hunter22",
    "login me password hunter2",
    "\"AUTH\" \"hunter2\"",
    "root:hunter2",
    "@tcp(",
    "curl -b a=b",
    "-sSu me:hunter2",
    "eyJhdXRoIjoiYWJjZGVmZ2hpamts",
    "hooks.slack.com/services/T000000/B000",
    "abcdefghijklmnopqrstuvwx1@h",
    "private-lines: 3\n",
    "\\u0070assword",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM",
    "https://abcdefghijklmnopqrstuvwx1@host",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n"
  };

  private final Random random = new Random(RandomJson.SEED);

  @Test
  void everyMatchOfARule_passesThePrefilter_inAnyContext() throws IOException {
    List<String[]> kinds = SecretKindsTest.kinds();
    List<SecretPattern> shapes =
        Stream.of(
                KnownTokens.SHAPES,
                HttpSecrets.SHAPES,
                CommandLineSecrets.SHAPES,
                PairedSecrets.SHAPES)
            .flatMap(List::stream)
            .toList();
    Map<String, Integer> finds = new HashMap<>();
    for (int i = 0; i < 4 * RandomJson.DOCUMENTS; i++) {
      String text = i < kinds.size() ? " " + kinds.get(i)[0] : text(kinds);
      int hints = SecretPrefilter.of(text);
      for (SecretPattern shape : shapes) {
        String clean = shape.redact(text, SecretPrefilter.ANY, rule -> {});
        check(text, clean, hints, shape.group());
        finds.merge(shape.pattern().pattern(), clean.equals(text) ? 0 : 1, Integer::sum);
      }
      check(text, NamedSecrets.redact(text, rule -> {}), hints, SecretPrefilter.NAME);
      check(text, PairedSecrets.redactInserts(text, rule -> {}), hints, SecretPrefilter.NAME);
      check(text, DockerAuth.redact(text, rule -> {}), hints, SecretPrefilter.NAME);
      check(text, PrivateKeyFragments.redact(text, rule -> {}), hints, SecretPrefilter.KEY_BLOCK);
      check(text, NumberNotations.redact(text, rule -> {}), hints, SecretPrefilter.NUMBER);
      check(
          text,
          new JsonRedactor(text, SecretPrefilter.ANY, rule -> {}).redact(),
          hints,
          SecretPrefilter.ANY);
    }
    assertThat(finds).as("how often each shape was found").doesNotContainValue(0);
  }

  private static void check(String text, String redacted, int hints, int group) {
    if (!redacted.equals(text)) {
      assertThat(hints & group).as(text).isNotZero();
    }
  }

  @Test
  void textOutsideOfTheGivenBytes_isNotLookedAt() {
    byte[] utf8 = "token 4111111111111111 token".getBytes(UTF_8);
    assertThat(SecretPrefilter.of(utf8, 6, 16)).isEqualTo(SecretPrefilter.NUMBER);
    assertThat(SecretPrefilter.of(utf8, 6, 12)).isZero();
    assertThat(SecretPrefilter.of(utf8, 0, 4)).isZero();
    assertThat(SecretPrefilter.of(utf8, 0, 5)).isEqualTo(SecretPrefilter.NAME);
  }

  /** Parts in any order, between them now and then a whole secret. */
  private String text(List<String[]> kinds) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(7); i > 0; i--) {
      text.append(
          random.nextInt(5) == 0
              ? kinds.get(random.nextInt(kinds.size()))[0]
              : PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }
}
