/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.quantity;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them, {@code 10s}, {@code 1h30m} or {@code 1.5h}, as Go and Prometheus
 * do, beside ISO 8601 such as {@code PT1H30M}. Units are d (24 hours), h, m, s, ms, us and ns, the
 * largest first, each at most once. A number without a unit is refused: nobody can tell whether it
 * counts seconds, minutes or milliseconds.
 */
public final class DurationFormat {

  /** How a duration is written, for messages. */
  public static final String WANTED =
      "a duration such as 30s, 10m or 1h30m, or an ISO 8601 duration such as PT30S";

  private static final String NOT_NEGATIVE = ", and not less than 0";
  private static final int LONGEST = 100;
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
  private static final BigDecimal TOO_LONG =
      BigDecimal.valueOf(Long.MAX_VALUE).add(BigDecimal.ONE).movePointRight(9);

  private static final Pattern PART =
      Pattern.compile("(?<number>[0-9]+(?:\\.[0-9]+)?)(?<unit>\\p{L}+)");

  private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms", "us", "ns");

  private static final Map<String, BigDecimal> UNIT_NANOS =
      Map.of(
          "d", BigDecimal.valueOf(Duration.ofDays(1).toNanos()),
          "h", BigDecimal.valueOf(Duration.ofHours(1).toNanos()),
          "m", BigDecimal.valueOf(Duration.ofMinutes(1).toNanos()),
          "s", BigDecimal.valueOf(Duration.ofSeconds(1).toNanos()),
          "ms", BigDecimal.valueOf(1_000_000),
          "us", BigDecimal.valueOf(1000),
          "ns", BigDecimal.ONE);

  private DurationFormat() {}

  /**
   * Reads a duration exactly.
   *
   * @return at least 0; ISO 8601 as {@link Duration#parse} reads it
   * @throws InvalidEventException where it is none, with how to write it
   */
  public static Duration parse(String text) {
    if (text.length() <= LONGEST) {
      return text.matches("[+-]?[Pp].*") ? iso(text) : ofParts(text);
    }
    throw fault(text, WANTED);
  }

  private static Duration iso(String text) {
    Duration duration;
    try {
      duration = Duration.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      throw fault(text, WANTED + DurationSuggestion.forIso(text));
    }
    if (duration.isNegative()) {
      throw fault(text, WANTED + NOT_NEGATIVE);
    }
    return duration;
  }

  private static Duration ofParts(String text) {
    BigDecimal nanos =
        nanos(text)
            .orElseThrow(
                () ->
                    fault(
                        text,
                        WANTED
                            + (text.startsWith("-")
                                ? NOT_NEGATIVE
                                : DurationSuggestion.forParts(text))));
    if (nanos.stripTrailingZeros().scale() > 0) {
      throw fault(text, WANTED + ", in whole nanoseconds");
    }
    if (nanos.compareTo(TOO_LONG) >= 0) {
      throw fault(text, WANTED + ", at most " + Long.MAX_VALUE + "s");
    }
    BigInteger[] parts = nanos.toBigInteger().divideAndRemainder(NANOS);
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].intValueExact());
  }

  /** What the parts of a text add up to; empty where it is not made of parts. */
  static Optional<BigDecimal> nanos(String text) {
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    int last = -1;
    while (part.find() && part.start() == end) {
      int unit = UNITS.indexOf(part.group("unit").replaceFirst("^[µμ]s$", "us"));
      if (unit <= last) {
        return Optional.empty();
      }
      nanos =
          nanos.add(new BigDecimal(part.group("number")).multiply(UNIT_NANOS.get(UNITS.get(unit))));
      last = unit;
      end = part.end();
    }
    return end == 0 || end < text.length() ? Optional.empty() : Optional.of(nanos);
  }

  /** As people write it: {@code 24h}, {@code 1m30s}, {@code 0.5s}; exact. */
  public static String format(Duration duration) {
    if (duration.isNegative()) {
      return duration.toString();
    }
    StringBuilder text = new StringBuilder();
    append(text, BigDecimal.valueOf(duration.toHours()), "h");
    append(text, BigDecimal.valueOf(duration.toMinutesPart()), "m");
    append(
        text,
        BigDecimal.valueOf(duration.toSecondsPart())
            .add(BigDecimal.valueOf(duration.getNano(), 9))
            .stripTrailingZeros(),
        "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, BigDecimal number, String unit) {
    if (number.signum() != 0) {
      text.append(number.toPlainString()).append(unit);
    }
  }

  private static InvalidEventException fault(String found, String wanted) {
    return new InvalidEventException(List.of(new InvalidField("", "'" + found + "'", wanted)));
  }

  /** What to say of a number without a unit. */
  public static InvalidField withoutUnit(String number) {
    return new InvalidField("", number, WANTED + DurationSuggestion.forParts(number));
  }
}
