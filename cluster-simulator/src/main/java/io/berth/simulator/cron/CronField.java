/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.cron;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One of the five fields: the values that it matches.
 *
 * @param isAny whether it is given as {@code *} or {@code ?}, which restricts nothing
 */
record CronField(BitSet values, boolean isAny) {

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  /** The fields in their order, with the values that each may have. */
  enum Unit {
    MINUTE(0, 59, List.of()),
    HOUR(0, 23, List.of()),
    DAY_OF_MONTH(1, 31, List.of()),
    MONTH(1, 12, MONTHS),
    DAY_OF_WEEK(0, 6, DAYS);

    private final int min;
    private final int max;
    private final List<String> names;

    Unit(int min, int max, List<String> names) {
      this.min = min;
      this.max = max;
      this.names = names;
    }

    private int value(String text) {
      int named = names.indexOf(text.toLowerCase(Locale.ROOT));
      if (named >= 0) {
        return named + min;
      }
      try {
        int number = Integer.parseInt(text);
        if (number < 0) {
          throw new IllegalArgumentException(
              "negative number (" + number + ") not allowed: " + text);
        }
        return number;
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "failed to parse int from "
                + text
                + ": strconv.Atoi: parsing \""
                + text
                + "\": invalid syntax",
            e);
      }
    }
  }

  /**
   * @throws IllegalArgumentException in the words of the API server
   */
  static CronField parse(String text, Unit unit) {
    BitSet values = new BitSet();
    boolean isAny = false;
    for (String range : text.split(",")) {
      isAny |= range(range, unit, values);
    }
    return new CronField(values, isAny);
  }

  private static boolean range(String text, Unit unit, BitSet values) {
    String[] stepped = text.split("/", -1);
    String[] ends = stepped[0].split("-", -1);
    if (stepped.length > 2) {
      throw new IllegalArgumentException("too many slashes: " + text);
    }
    if (ends.length > 2) {
      throw new IllegalArgumentException("too many hyphens: " + text);
    }
    boolean isStar = ends[0].equals("*") || ends[0].equals("?");
    int start = isStar ? unit.min : unit.value(ends[0]);
    int end = isStar ? unit.max : ends.length == 2 ? unit.value(ends[1]) : start;
    int step = 1;
    if (stepped.length == 2) {
      step = Unit.MINUTE.value(stepped[1]);
      end = ends.length == 1 && !isStar ? unit.max : end;
    }
    check(text, unit, start, end, step);
    for (int value = start; value <= end; value += step) {
      values.set(value);
    }
    return isStar && step == 1;
  }

  private static void check(String text, Unit unit, int start, int end, int step) {
    if (start < unit.min) {
      throw new IllegalArgumentException(
          "beginning of range (%d) below minimum (%d): %s".formatted(start, unit.min, text));
    }
    if (end > unit.max) {
      throw new IllegalArgumentException(
          "end of range (%d) above maximum (%d): %s".formatted(end, unit.max, text));
    }
    if (start > end) {
      throw new IllegalArgumentException(
          "beginning of range (%d) beyond end of range (%d): %s".formatted(start, end, text));
    }
    if (step == 0) {
      throw new IllegalArgumentException("step of range should be a positive number: " + text);
    }
  }

  boolean has(int value) {
    return values.get(value);
  }
}
