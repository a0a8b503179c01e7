/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.quantity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody may have meant with a duration that is none. */
final class DurationSuggestion {

  private static final Pattern PART =
      Pattern.compile(
          "(?:and)?(?<number>[0-9]+(?:\\.[0-9]+)?)(?<word>\\p{L}*?)(?=[0-9]|and[0-9]|$)");

  private static final List<String> LARGEST_FIRST = List.of("d", "h", "m", "s", "ms", "us", "ns");

  /** Units by what people write in their place, in lower case. */
  private static final Map<String, String> WORDS =
      Stream.of(
              List.of("w", "w week weeks"),
              List.of("d", "d day days"),
              List.of("h", "h hr hrs hour hours"),
              List.of("m", "m min mins minute minutes"),
              List.of("s", "s sec secs second seconds"),
              List.of("ms", "ms msec msecs milli millis millisecond milliseconds"),
              List.of("us", "us μs usec micros microsecond microseconds"),
              List.of("ns", "ns nsec nanos nanosecond nanoseconds"))
          .flatMap(
              row -> Arrays.stream(row.get(1).split(" ")).map(word -> Map.entry(word, row.get(0))))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private DurationSuggestion() {}

  /**
   * One number and its unit.
   *
   * @param number digits, perhaps with a fraction
   * @param unit one of {@link #LARGEST_FIRST}; empty where none is written
   */
  private record NumberWithUnit(String number, String unit) {}

  /** For a text that is meant as parts with units; empty where nothing is clearly meant. */
  static String forParts(String text) {
    List<NumberWithUnit> parts = parts(Suggestion.tidied(text).replaceFirst("^\\+", ""));
    if (parts.isEmpty()) {
      return "";
    }
    if (parts.size() == 1 && parts.getFirst().unit().isEmpty()) {
      String number = parts.getFirst().number();
      return said(number + "s", number + "m");
    }
    return said(inOrder(parts));
  }

  /** Weeks have a fixed length, months and years have none. */
  static String forIso(String text) {
    Matcher weeks = Pattern.compile("[Pp]([0-9]{1,9})[Ww]").matcher(text);
    if (weeks.matches()) {
      return said("P" + 7 * Long.parseLong(weeks.group(1)) + "D");
    }
    return text.matches("[Pp][^Tt]*[YyMm].*")
        ? "; years and months have no fixed length, and minutes stand behind a T: PT5M"
        : "";
  }

  private static List<NumberWithUnit> parts(String tidied) {
    Matcher matcher = PART.matcher(tidied);
    List<NumberWithUnit> parts = new ArrayList<>();
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      String word = matcher.group("word");
      String unit = word.isEmpty() ? "" : WORDS.get(word);
      if (unit == null) {
        return List.of();
      }
      parts.add(part(matcher.group("number"), unit));
      end = matcher.end();
    }
    return end == tidied.length() ? parts : List.of();
  }

  private static NumberWithUnit part(String number, String unit) {
    return unit.equals("w")
        ? new NumberWithUnit(
            new BigDecimal(number).multiply(BigDecimal.valueOf(7)).toPlainString(), "d")
        : new NumberWithUnit(number, unit);
  }

  /** A last number without a unit is of the next smaller one: 1h30 is 1h30m. */
  private static String inOrder(List<NumberWithUnit> parts) {
    List<NumberWithUnit> whole = new ArrayList<>(parts);
    NumberWithUnit last = whole.getLast();
    if (last.unit().isEmpty()) {
      int before = rank(whole.get(whole.size() - 2));
      if (before < 0 || before > LARGEST_FIRST.indexOf("m")) {
        return "";
      }
      whole.set(whole.size() - 1, new NumberWithUnit(last.number(), LARGEST_FIRST.get(before + 1)));
    }
    return whole.stream()
        .sorted((one, other) -> rank(one) - rank(other))
        .map(part -> part.number() + part.unit())
        .collect(Collectors.joining());
  }

  private static int rank(NumberWithUnit part) {
    return LARGEST_FIRST.indexOf(part.unit());
  }

  private static String said(String... meant) {
    String readable =
        Stream.of(meant)
            .filter(text -> text.startsWith("P") || DurationFormat.nanos(text).isPresent())
            .collect(Collectors.joining(" or "));
    return readable.isEmpty() ? "" : "; did you mean " + readable + "?";
  }
}
