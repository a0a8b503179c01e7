/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Five fields of cron, or {@code @hourly}, {@code @every 90s} and the like. */
public final class CronSchedule {

  private static final Map<String, String> DESCRIPTORS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final Pattern EVERY =
      Pattern.compile("@every (?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");
  private static final int MAX_YEARS = 5;

  private final List<CronField> fields;
  private final Duration every;
  private final ZoneId zone;

  private CronSchedule(List<CronField> fields, Duration every, ZoneId zone) {
    this.fields = List.copyOf(fields);
    this.every = every;
    this.zone = zone;
  }

  /**
   * @param zone the name of a time zone; empty for UTC
   * @throws IllegalArgumentException in the words of the API server
   * @throws java.time.DateTimeException when there is no such zone
   */
  public static CronSchedule parse(String text, String zone) {
    ZoneId where = ZoneId.of(zone.isEmpty() ? "UTC" : zone);
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty spec string");
    }
    Matcher interval = EVERY.matcher(text);
    if (interval.matches() && !text.equals("@every ")) {
      return new CronSchedule(List.of(), duration(interval), where);
    }
    if (text.startsWith("@") && !DESCRIPTORS.containsKey(text)) {
      throw new IllegalArgumentException("unrecognized descriptor: " + text);
    }
    String[] parts = DESCRIPTORS.getOrDefault(text, text).strip().split("\\s+");
    CronField.Unit[] units = CronField.Unit.values();
    if (parts.length != units.length) {
      throw new IllegalArgumentException(
          "expected exactly 5 fields, found %d: %s"
              .formatted(parts.length, Arrays.toString(parts).replace(",", "")));
    }
    return new CronSchedule(
        Arrays.stream(units).map(unit -> CronField.parse(parts[unit.ordinal()], unit)).toList(),
        Duration.ZERO,
        where);
  }

  private static Duration duration(Matcher interval) {
    Duration sum =
        Duration.ofHours(number(interval.group(1)))
            .plusMinutes(number(interval.group(2)))
            .plusSeconds(number(interval.group(3)));
    return sum.isZero() ? Duration.ofSeconds(1) : sum;
  }

  private static long number(String text) {
    return Optional.ofNullable(text).map(Long::parseLong).orElse(0L);
  }

  /** The next time behind the given one; empty for a day that never comes. */
  public Optional<Instant> next(Instant after) {
    if (fields.isEmpty()) {
      return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(every));
    }
    ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    ZonedDateTime end = time.plusYears(MAX_YEARS);
    while (time.isBefore(end)) {
      if (!field(CronField.Unit.MONTH).has(time.getMonthValue())) {
        time = time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
      } else if (!isDay(time)) {
        time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      } else if (!field(CronField.Unit.HOUR).has(time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!field(CronField.Unit.MINUTE).has(time.getMinute())) {
        time = time.plusMinutes(1);
      } else {
        return Optional.of(time.toInstant());
      }
    }
    return Optional.empty();
  }

  /** Where both fields of days are restricted, one of them is enough. */
  private boolean isDay(ZonedDateTime time) {
    CronField ofMonth = field(CronField.Unit.DAY_OF_MONTH);
    CronField ofWeek = field(CronField.Unit.DAY_OF_WEEK);
    boolean inMonth = ofMonth.has(time.getDayOfMonth());
    boolean inWeek = ofWeek.has(time.getDayOfWeek().getValue() % 7);
    return ofMonth.isAny() || ofWeek.isAny() ? inMonth && inWeek : inMonth || inWeek;
  }

  private CronField field(CronField.Unit unit) {
    return fields.get(unit.ordinal());
  }

  /** The last time that has come since; empty where none has. */
  public Optional<Instant> latest(Instant since, Instant now) {
    Optional<Instant> latest = Optional.empty();
    Optional<Instant> next = next(since);
    while (next.isPresent() && !next.get().isAfter(now)) {
      latest = next;
      next = next(next.get());
    }
    return latest;
  }
}
