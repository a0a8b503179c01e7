/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.document.Node;
import io.berth.events.document.Node.Ambiguous;
import io.berth.events.document.Node.Ambiguous.Meaning;
import io.berth.events.document.Position;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainScalarTest {

  private static final Position HERE = new Position(1, 1);

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "3", "1.10", "-1.5", "1e3", "1E+3", "1234e56", "356136738"})
  void numberOfJson_isANumber(String plain) {
    assertThat(PlainScalar.isNumber(plain)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010",
        "083",
        "009",
        "00",
        "+5",
        ".5",
        "5.",
        "1_000",
        "1_000.5",
        "0x1F",
        "-0xff",
        "0o17",
        "0b11",
        "0_7",
        "01443e5",
        "1.e3",
        ".5e3",
        ".inf",
        "-.Inf",
        "+.INF",
        ".nan",
        ".NaN",
        "12:30:45",
        "1:1",
        "22:22",
        "04:30",
        "52:54:00:44:49:56",
        "190:20:30.15",
        "0:0"
      })
  void numberToSomeReaders_isAmbiguous(String plain) {
    assertThat(PlainScalar.isNumber(plain)).isFalse();
    assertThat(PlainScalar.of(plain, HERE)).isEqualTo(new Ambiguous(plain, Meaning.NUMBER, HERE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off",
        "OFF"
      })
  void wordForTrueOrFalseToSomeReaders_isAmbiguous(String plain) {
    assertThat(PlainScalar.of(plain, HERE)).isEqualTo(new Ambiguous(plain, Meaning.BOOLEAN, HERE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-01",
        "2024-1-1",
        "2026-01-31T12:00:00Z",
        "2001-12-14t21:59:43.10-05:00",
        "2001-12-14 21:59:43.10 -5",
        "2001-12-15 2:59:43.10"
      })
  void dateToSomeReaders_isAmbiguous(String plain) {
    assertThat(PlainScalar.of(plain, HERE)).isEqualTo(new Ambiguous(plain, Meaning.DATE, HERE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "TRUE", "false", "False", "FALSE"})
  void trueAndFalse_areWhatTheySay(String plain) {
    assertThat(PlainScalar.of(plain, HERE))
        .isEqualTo(new Node.Bool(plain.equalsIgnoreCase("true"), HERE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
  void nothing_isNull(String plain) {
    assertThat(PlainScalar.of(plain, HERE)).isEqualTo(new Node.Null(HERE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cart",
        "1.2.3",
        "v1.10",
        "registry.example:5000/shop/cart:1.4.2",
        "10s",
        "PT10S",
        "500m",
        "256Mi",
        "8080:80",
        "1.10-rc1",
        "0xZZ",
        "0b12",
        "1e",
        "e3",
        "--",
        "+",
        ".",
        "nullable",
        "yesterday",
        "Nope",
        "2024-01",
        "10.0.0.1",
        "2001:db8::1",
        "::1",
        "=",
        "a b",
        "1 000",
        "5%",
        "true story",
        "Infinity",
        "NaN",
        "nan",
        "inf",
        "deadbeef",
        "12e3f",
        "/etc/cart.conf",
        "--port=80",
        "tRue",
        "yEs"
      })
  void anythingElse_isText(String plain) {
    assertThat(PlainScalar.isNumber(plain)).isFalse();
    assertThat(PlainScalar.of(plain, HERE)).isEqualTo(new Node.Text(plain, HERE));
  }
}
