/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A value ends where the notation that it is written in ends it: not at the first blank, comma or
 * quotation mark, if that notation escapes them. What was left of a secret behind such a place was
 * shown.
 */
class SecretValueTest {

  private static final List<String> NAMES =
      List.of(
          "password",
          "DB_PASSWORD",
          "spring.datasource.password",
          "api.key",
          "client_secret",
          "X-Auth-Token",
          "storepass",
          "bindpw",
          "NPM_TOKEN_PROD",
          "密码",
          "令牌",
          "パスワード",
          "ｐａｓｓｗｏｒｄ");

  private static final List<String> SEPARATORS =
      List.of("=", ": ", " = ", "      : ", ":        ", " := ", "=>", "：", "＝");

  /** Each holds the letters {@code hunter}, a blank or mark of its notation, {@code secret}. */
  private static final List<String> VALUES =
      List.of(
          "\"hunter secret\"",
          "\"hunter, secret\"",
          "\"hunter\\\" secret\"",
          "\"hunter\"\" secret\"",
          "'hunter\"secret x'",
          "'hunter'' secret'",
          "'hunter\\' secret'",
          "'hunter'\\'' secret'",
          "'hunter'\"'\"' secret'",
          "$'hunter secret'",
          "E'hunter secret'",
          "b\"hunter secret\"",
          "\\\"hunter secret\\\"",
          "&quot;hunter secret&quot;",
          "“hunter secret”",
          "«hunter secret»",
          "`hunter secret`",
          "hunter\\ secret",
          "[hunter, secret]",
          "[hunter secret]",
          "(hunter secret)",
          "Secret(\"hunter secret\")");

  static List<String> names() {
    return NAMES;
  }

  @ParameterizedTest
  @MethodSource("names")
  void value_isHiddenToItsEnd_andWhatFollowsStays(String name) {
    for (String separator : SEPARATORS) {
      for (String value : VALUES) {
        String clean = Redactor.redact("before " + name + separator + value + " behind");
        assertThat(clean)
            .startsWith("before " + name + separator)
            .endsWith(" behind")
            .doesNotContain("hunter", "secret\"", "secret'", " secret", "secret]", "secret)");
        assertThat(Redactor.redact(clean)).isEqualTo(clean);
      }
    }
  }

  /** Rows and columns of an INSERT in any number: those of a secret alone are hidden. */
  @Test
  void columnOfAnInsert_isHiddenInEachRow() {
    for (int columns = 1; columns < 6; columns++) {
      for (int secret = 0; secret < columns; secret++) {
        StringBuilder names = new StringBuilder();
        StringBuilder row = new StringBuilder();
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < columns; i++) {
          String comma = i == 0 ? "" : ", ";
          names.append(comma).append(i == secret ? "api_token" : "c" + i);
          row.append(comma).append("'it''s (" + i + "), x'");
          clean.append(comma).append(i == secret ? "'[redacted]'" : "'it''s (" + i + "), x'");
        }
        String insert = "INSERT INTO t (" + names + ") VALUES (";
        assertThat(Redactor.redact("ERROR " + insert + row + "), (" + row + "); rolled back"))
            .isEqualTo("ERROR " + insert + clean + "), (" + clean + "); rolled back");
      }
    }
  }

  /** No pattern may go back over what it read, nor need a frame of the stack for each letter. */
  @Test
  void lineOfAnyLetter_isReadInTime() {
    for (String part :
        List.of(
            "a",
            "=",
            "\"",
            "'",
            "\\",
            "`",
            "(",
            "[",
            "<",
            "&",
            "!",
            "%3A",
            "-u a:'",
            "password=(",
            "password='",
            "insert into t(token) values ('",
            "insert into t(token) values (a(",
            "<name>password",
            "&lt;password&gt;",
            " -> \"",
            "| token ",
            "echo a | ",
            "\n",
            "DB_PASSWORD ",
            "invalid value \"a\" for ",
            "(\"token\", \"",
            "password: !a ",
            "密码",
            "LS0tLS1CRUdJTi")) {
      String line = part.repeat(200_000 / part.length());
      Assertions.assertTimeoutPreemptively(
          Duration.ofMinutes(2),
          () -> {
            Redactor.redact(line);
            Redactor.redact("password=x " + line);
          },
          part);
    }
  }
}
