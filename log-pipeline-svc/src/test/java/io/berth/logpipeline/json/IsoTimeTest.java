/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2000-02-29T23:59:59.999999999Z",
        "2024-02-29T23:59:59.9Z",
        "2026-12-31T23:59:59.1Z",
        "2026-01-28T00:00:00.120Z",
        "2100-03-01T12:34:56.789012Z",
        "9999-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z"
      })
  void usualTimes_areReadAsJavaReadsThem(String iso) {
    assertThat(IsoTime.parse(iso)).isEqualTo(Instant.parse(iso));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "yesterday",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:01Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00,5Z"
      })
  void whatIsNoTime_isNotReadAsOne(String text) {
    assertThat(IsoTime.parse(text)).isNull();
    assertThat(IsoTime.isUsual(text.getBytes(UTF_8))).isFalse();
    assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0001-01-01T00:00:00Z",
        "+12026-03-01T12:34:56Z",
        "2026-01-01T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T01:00:00+01:00",
        "２026-01-01T00:00:00Z"
      })
  void unusualTimes_areLeftToJava(String iso) {
    assertThat(IsoTime.parse(iso)).isNull();
  }

  @Test
  void anyTime_isWrittenAsJavaWritesIt_andReadAgain() {
    Random random = new Random(4711);
    for (int i = 0; i < 20_000; i++) {
      long second = (long) (random.nextDouble() * 260_000_000_000L) - 1_000_000_000L;
      int nanos = random.nextInt(1_000_000_000);
      int cut = new int[] {1, 1_000, 1_000_000, 1_000_000_000}[random.nextInt(4)];
      Instant time = Instant.ofEpochSecond(second, nanos / cut * cut);
      String text = IsoTime.text(time);
      assertThat(text).isEqualTo(time.toString());
      Instant read = IsoTime.parse(text);
      assertThat(read == null ? Instant.parse(text) : read).isEqualTo(time);
    }
  }

  @Test
  void everyDay_isReadAsJavaReadsIt() {
    Instant time = Instant.parse("1896-01-01T12:00:00Z");
    for (int day = 0; day < 150_000; day++) {
      Instant at = time.plusSeconds(day * 86_400L);
      assertThat(IsoTime.parse(at.toString())).isEqualTo(at);
    }
  }

  @Test
  void changedTimes_areReadAsJavaReadsThem_orNotAtAll() {
    Random random = new Random(4712);
    String alphabet = "0123456789-:TZ.+ ";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder("2026-01-31T12:00:00.123Z");
      for (int change = 0; change < 2; change++) {
        char other = alphabet.charAt(random.nextInt(alphabet.length()));
        text.setCharAt(random.nextInt(text.length()), other);
      }
      Instant read = IsoTime.parse(text.toString());
      if (read != null) {
        assertThat(read).isEqualTo(Instant.parse(text));
      }
    }
  }
}
