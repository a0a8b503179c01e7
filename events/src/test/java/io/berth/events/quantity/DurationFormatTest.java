/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatTest {

  @ParameterizedTest
  @CsvSource({
    "10s, PT10S",
    "2m, PT2M",
    "1h30m, PT1H30M",
    "1h0m0s, PT1H",
    "48h0m0s, PT48H",
    "500ms, PT0.5S",
    "1.5h, PT1H30M",
    "1.5s, PT1.5S",
    "0.001s, PT0.001S",
    "1d, PT24H",
    "01d10h57m, PT34H57M",
    "1d0h, PT24H",
    "90m, PT1H30M",
    "1m30.5s, PT1M30.5S",
    "100us, PT0.0001S",
    "100µs, PT0.0001S",
    "100μs, PT0.0001S",
    "1ns, PT0.000000001S",
    "0s, PT0S",
    "0m, PT0S",
    "PT10S, PT10S",
    "pt10s, PT10S",
    "PT1.5S, PT1.5S",
    "P1D, PT24H",
    "P1DT2H, PT26H",
    "PT1H-30M, PT30M",
    "+PT1M, PT1M",
    "9223372036854775807s, PT2562047788015215H30M7S"
  })
  void duration_isReadExactly(String text, Duration duration) {
    assertThat(DurationFormat.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "10       | did you mean 10s or 10m?",
        "0        | did you mean 0s or 0m?",
        "1.5      | did you mean 1.5s or 1.5m?",
        "1m30     | did you mean 1m30s?",
        "1h30     | did you mean 1h30m?",
        "10sec    | did you mean 10s?",
        "10secs   | did you mean 10s?",
        "10 seconds | did you mean 10s?",
        "5min     | did you mean 5m?",
        "2hrs     | did you mean 2h?",
        "10 S     | did you mean 10s?",
        "10S      | did you mean 10s?",
        "5M       | did you mean 5m?",
        "1H       | did you mean 1h?",
        "1D       | did you mean 1d?",
        "1h 30m   | did you mean 1h30m?",
        "1 hour and 30 minutes | did you mean 1h30m?",
        "30s1m    | did you mean 1m30s?",
        "1,5h     | did you mean 1.5h?",
        "１０s     | did you mean 10s?",
        "+10s     | did you mean 10s?",
        "1w       | did you mean 7d?",
        "1 week   | did you mean 7d?",
        "P1W      | did you mean P7D?",
        "P1M      | years and months have no fixed length, and minutes stand behind a T: PT5M",
        "P5M      | years and months have no fixed length, and minutes stand behind a T: PT5M",
        "P1Y2M    | years and months have no fixed length, and minutes stand behind a T: PT5M",
        "-5s      | and not less than 0",
        "-1h30m   | and not less than 0",
        "PT-5S    | and not less than 0",
        "-PT5S    | and not less than 0",
        "0.5ns    | in whole nanoseconds",
        "1.0000000001s | in whole nanoseconds",
        "9223372036854775808s | at most 9223372036854775807s",
        "99999999999999999999d | at most 9223372036854775807s"
      })
  void invalidDuration_isRejected_withAdvice(String text, String wanted) {
    InvalidField fault = fault(text);
    assertThat(fault.found()).isEqualTo("'" + text + "'");
    assertThat(fault.wanted()).startsWith(DurationFormat.WANTED).endsWith(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "s", "m10", "soon", "never", "1m1m", "5s-10ms", "1:30", "00:10:00", "1e3s",
            "0x10s", "½h",
        "10s;", "1.s", ".5.5s", "1..5s", "P", "PT", "PTS", "P1", "T10S", "PT10", "10PT", "1mo",
            "1y",
        "1month", "@every 5m", "inf", "NaN", "PT9223372036854775808S", "PT0.0000000001S", "10s10",
            "١٠s"
      })
  void textThatIsNoDuration_isRejected_withoutAGuess(String text) {
    assertThat(fault(text).wanted()).startsWith(DurationFormat.WANTED).doesNotContain("mean");
  }

  @Test
  void longText_isRejectedAtOnce() {
    assertThat(fault("1".repeat(1_000_000) + "s").found()).hasSizeLessThan(300);
  }

  static Stream<Random> seeds() {
    return new Random(11).longs(300).mapToObj(Random::new);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyDuration_isReadAsItWasWritten_inBothNotations(Random random) {
    Duration duration =
        Duration.ofSeconds(
            random.nextLong(1L << random.nextInt(1, 50)),
            random.nextBoolean() ? 0 : random.nextLong(1_000_000_000));
    assertThat(DurationFormat.parse(DurationFormat.format(duration))).isEqualTo(duration);
    assertThat(DurationFormat.parse(duration.toString())).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT1S, 1s",
    "PT24H, 24h",
    "PT1M30S, 1m30s",
    "PT0.5S, 0.5s",
    "PT1H0.000000001S, 1h0.000000001s"
  })
  void duration_isWrittenAsPeopleDo(Duration duration, String text) {
    assertThat(DurationFormat.format(duration)).isEqualTo(text);
  }

  private static InvalidField fault(String text) {
    return catchThrowableOfType(InvalidEventException.class, () -> DurationFormat.parse(text))
        .fields()
        .getFirst();
  }
}
