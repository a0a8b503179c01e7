/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.redaction.rule.RedactionRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  private final List<RedactionRule> found = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "paid with 4111111111111111 | paid with 411111******1111",
        "4111 1111 1111 1111 | 4111 11** **** 1111",
        "4111-1111-1111-1111 | 4111-11**-****-1111",
        "amount 100 4111 1111 1111 1111 | amount 100 4111 11** **** 1111",
        "amex 378282246310005 | amex 378282*****0005",
        "amex 3782 822463 10005 | amex 3782 82***** 0005",
        "{\"pan\":\"5555555555554444\"} | {\"pan\":\"555555******4444\"}",
        "unionpay 6200000000000005 | unionpay 620000******0005",
        "unionpay 6205500000000000004 | unionpay 620550*********0004",
        "q=%204111111111111111&x | q=%20411111******1111&x",
        "4111+1111+1111+1111 | 4111+11**+****+1111",
        "4111%201111%201111%201111 | 4111%2011**%20****%201111",
        "pan_4111111111111111, | pan_411111******1111,",
        "line\\n4111111111111111\\n | line\\n411111******1111\\n"
      })
  void cardNumber_isMaskedButForSixAndFour(String text, String clean) {
    // "10005" keeps its last four digits: the mask counts digits, not groups.
    assertThat(redact(text)).isEqualTo(clean.replace("82***** 0005", "82**** *0005"));
    assertThat(found).containsExactly(RedactionRule.CARD_NUMBER);
  }

  @Test
  void escapedDigits_areDigits() {
    assertThat(redact("{\"pan\":\"\\u0034111111111111111\"}"))
        .isEqualTo("{\"pan\":\"411111******1111\"}");
    assertThat(redact("\\u0034\\u0031".repeat(1) + "11111111111111")).isEqualTo("411111******1111");
  }

  @Test
  void fullWidthDigits_areDigits() {
    assertThat(redact("卡号４１１１１１１１１１１１１１１１ 付款")).contains("４１１１１１******１１１１");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "550e8400-e29b-41d4-a716-446655440000",
        "12345678-1234-1234-1234-123456789012",
        "trace 4bf92f3577b34da6a3ce929d0e0e4736",
        "a4111111111111111fabc",
        "at 1700000000000 ms, 1700000000000000 us, 1700000000000000000 ns",
        "order 4111111111111112 has a wrong check digit",
        "ratio 0.4111111111111111",
        "2026-01-31 12:00:00.123 4711 rows",
        "blk_-1608999687919862906 of size 67108864",
        "the tokens=5 and secretary: Bob pass 3 of 4",
        "max_tokens: 100"
      })
  void whatOnlyLooksLikeIt_stays(String text) {
    assertThat(redact(text)).isSameAs(text);
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "password=hunter2 ok | password=[redacted] ok",
        "db.password: 'hunter 2', x | db.password: '[redacted]', x",
        "{\"password\":\"hun\\\"ter2\",\"a\":1} | {\"password\":\"[redacted]\",\"a\":1}",
        "{\"cvv\":123} | {\"cvv\":\"[redacted]\"}",
        "{\"m\":\"{\\\"token\\\":\\\"x\\\"}\"} | {\"m\":\"{\\\"token\\\":\\\"[redacted]\\\"}\"}",
        "apiKey=abc123&x=1 | apiKey=[redacted]&x=1",
        "client_secret: s3cr3t | client_secret: [redacted]",
        "Authorization: Bearer abcdefgh12345 | Authorization: Bearer [redacted]",
        "jdbc:postgresql://me:pw@db/x | jdbc:postgresql://me:[redacted]@db/x",
        "key AKIAIOSFODNN7EXAMPLE used | key [redacted] used",
        "cvv: 123 | cvv: [redacted]",
        "jwt eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM | jwt [redacted]"
      })
  void secret_isTakenOut(String text, String clean) {
    assertThat(redact(text)).isEqualTo(clean);
    assertThat(found).isNotEmpty();
    assertThat(redact(redact(text))).as("a second time").isEqualTo(clean);
  }

  @Test
  void privateKey_isTakenOutAsAWhole() {
    assertThat(
            redact("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY----- bye"))
        .isEqualTo("[redacted] bye");
  }

  @Test
  void identityNumber_isMasked() {
    assertThat(redact("id 11010519491231002X")).isEqualTo("id 110************02X");
    assertThat(redact("id 110105194912310021")).isEqualTo("id 110105194912310021");
  }

  @Test
  void longText_takesLinearTime() {
    String text = "token ".repeat(20_000) + "4".repeat(100_000) + " ".repeat(50_000);
    long before = System.nanoTime();
    redact(text);
    assertThat(System.nanoTime() - before).isLessThan(3_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "db.password", "accessToken", "api_key", "Authorization"})
  void secretNames_areKnown(String name) {
    assertThat(Redactor.isSecretName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"message", "tokens", "passenger", "keyboard", "author"})
  void otherNames_areNot(String name) {
    assertThat(Redactor.isSecretName(name)).isFalse();
  }

  private String redact(String text) {
    found.clear();
    return Redactor.redact(text, found::add);
  }
}
