/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *       | 2026-03-01T10:00:30Z | 2026-03-01T10:01:00Z",
        "*/15 * * * *    | 2026-03-01T10:15:00Z | 2026-03-01T10:30:00Z",
        "0 3 * * *       | 2026-03-01T10:00:00Z | 2026-03-02T03:00:00Z",
        "5,35 8-9 * * *  | 2026-03-01T08:05:00Z | 2026-03-01T08:35:00Z",
        "0 0 1 jan *     | 2026-03-01T10:00:00Z | 2027-01-01T00:00:00Z",
        "0 12 * * mon    | 2026-03-01T10:00:00Z | 2026-03-02T12:00:00Z",
        "0 12 13 * 5     | 2026-03-01T10:00:00Z | 2026-03-06T12:00:00Z",
        "0 0 29 2 *      | 2026-03-01T10:00:00Z | 2028-02-29T00:00:00Z",
        "10/20 * * * *   | 2026-03-01T10:31:00Z | 2026-03-01T10:50:00Z",
        "@hourly         | 2026-03-01T10:00:00Z | 2026-03-01T11:00:00Z",
        "@daily          | 2026-03-01T10:00:00Z | 2026-03-02T00:00:00Z",
        "@every 1m30s    | 2026-03-01T10:00:00Z | 2026-03-01T10:01:30Z",
      })
  void next_isTheFirstTimeBehind(String schedule, Instant after, Instant expected) {
    assertThat(CronSchedule.parse(schedule, "").next(after)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tomorrow    | expected exactly 5 fields, found 1: [tomorrow]",
        "1 2 3       | expected exactly 5 fields, found 3: [1 2 3]",
        "60 * * * *  | end of range (60) above maximum (59): 60",
        "* * 0 * *   | beginning of range (0) below minimum (1): 0",
        "5-3 * * * * | beginning of range (5) beyond end of range (3): 5-3",
        "*/0 * * * * | step of range should be a positive number: */0",
        "1-2-3 * * * * | too many hyphens: 1-2-3",
        "x * * * *   | failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax",
        "@often      | unrecognized descriptor: @often",
      })
  void scheduleThatIsNone_isRefused_inTheServersWords(String schedule, String words) {
    assertThatThrownBy(() -> CronSchedule.parse(schedule, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(words);
  }

  @Test
  void timeZone_movesTheSchedule() {
    assertThat(
            CronSchedule.parse("0 3 * * *", "Europe/Berlin")
                .next(Instant.parse("2026-01-10T00:00:00Z")))
        .contains(Instant.parse("2026-01-10T02:00:00Z"));
    assertThatThrownBy(() -> CronSchedule.parse("0 3 * * *", "Europe/Nowhere"))
        .isInstanceOf(DateTimeException.class);
  }

  @Test
  void dayThatNeverComes_hasNoNextTime() {
    assertThat(CronSchedule.parse("0 0 31 2 *", "").next(Instant.EPOCH)).isEmpty();
  }

  @Test
  void latest_leavesOutTheTimesBefore() {
    CronSchedule hourly = CronSchedule.parse("@hourly", "");
    Instant since = Instant.parse("2026-03-01T10:00:00Z");
    assertThat(hourly.latest(since, since.plusSeconds(3 * 3600 + 60)))
        .contains(Instant.parse("2026-03-01T13:00:00Z"));
    assertThat(hourly.latest(since, since.plusSeconds(60))).isEmpty();
  }
}
