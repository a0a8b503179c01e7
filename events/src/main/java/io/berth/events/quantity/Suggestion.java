/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What somebody may have meant with a quantity that is none, or that is surely not meant. */
final class Suggestion {

  private static final Pattern NUMBER_AND_WORD =
      Pattern.compile("\\+?(?<number>[0-9]+(?:\\.[0-9]+)?(?:e[+-]?[0-9]{1,2})?)(?<word>\\p{L}*)");

  /** Whether it groups thousands or begins a fraction, nobody can tell. */
  private static final Pattern AMBIGUOUS_COMMA =
      Pattern.compile(".*,[0-9]{3}(?![0-9]).*|.*,.*,.*|.*,.*\\..*|.*\\..*,.*");

  /** Suffixes by what people write in their place, in lower case. */
  private static final Map<String, List<String>> CPU =
      words(
          List.of("m", "m milli millis millicpu millicpus millicore millicores mcpu mcpus mcore"),
          List.of("u", "μ"),
          List.of("", "c cpu cpus core cores vcpu vcpus"));

  private static final Map<String, List<String>> MEMORY =
      words(
          List.of("", "b byte bytes"),
          List.of("k|Ki", "k kb kbyte kbytes kilobyte kilobytes"),
          List.of("M|Mi", "m mb mbyte mbytes meg megs megabyte megabytes"),
          List.of("G|Gi", "g gb gbyte gbytes gig gigs gigabyte gigabytes"),
          List.of("T|Ti", "t tb terabyte terabytes"),
          List.of("P|Pi", "p pb petabyte petabytes"),
          List.of("Ki", "ki kib kibibyte kibibytes"),
          List.of("Mi", "mi mib mebibyte mebibytes"),
          List.of("Gi", "gi gib gibibyte gibibytes"),
          List.of("Ti", "ti tib tebibyte tebibytes"),
          List.of("Pi", "pi pib pebibyte pebibytes"));

  private Suggestion() {}

  @SafeVarargs
  private static Map<String, List<String>> words(List<String>... rows) {
    return java.util.Arrays.stream(rows)
        .flatMap(
            row ->
                java.util.Arrays.stream(row.get(1).split(" "))
                    .map(word -> Map.entry(word, List.of(row.get(0).split("\\|", -1)))))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** For a text outside the grammar; empty where nothing is clearly meant. */
  static String forUnreadable(Quantity quantity, Unit unit) {
    String tidied = tidied(quantity.toString());
    Matcher matcher = NUMBER_AND_WORD.matcher(tidied);
    if (!matcher.matches() || AMBIGUOUS_COMMA.matcher(quantity.toString()).matches()) {
      return "";
    }
    String word = matcher.group("word");
    Map<String, List<String>> known = unit == Unit.MILLICORES ? CPU : MEMORY;
    return said(
        word.isEmpty() ? List.of("") : known.getOrDefault(word, List.of()),
        plain(matcher.group("number")),
        unit);
  }

  /** For memory in thousandths, or a bare number of bytes where a suffix was forgotten. */
  static String forTooLittle(Quantity quantity, Unit unit) {
    Matcher matcher = Pattern.compile("\\+?([0-9]+)m?").matcher(quantity.toString());
    return unit == Unit.BYTES && matcher.matches() && matcher.group(1).length() <= 6
        ? said(List.of("Mi", "M"), matcher.group(1), unit)
        : "";
  }

  /** For CPU in millions of cores. */
  static String forTooMuch(Quantity quantity, Unit unit) {
    Matcher matcher = Pattern.compile("\\+?([0-9]{1,6})M").matcher(quantity.toString());
    return unit == Unit.MILLICORES && matcher.matches()
        ? said(List.of("m"), matcher.group(1), unit)
        : "";
  }

  /** A fraction of the unit as the next whole one, as it is written; for memory in Mi too. */
  static String roundedUp(BigDecimal fraction, Unit unit) {
    String whole = fraction.setScale(0, RoundingMode.CEILING).toPlainString();
    if (unit == Unit.MILLICORES) {
      return whole + "m";
    }
    BigDecimal mebibytes = fraction.divide(BigDecimal.valueOf(1 << 20), 0, RoundingMode.CEILING);
    return whole
        + (mebibytes.compareTo(BigDecimal.valueOf(64)) > 0 ? ", or " + mebibytes + "Mi" : "");
  }

  private static String said(List<String> suffixes, String number, Unit unit) {
    String meant =
        suffixes.stream()
            .map(suffix -> number + suffix)
            .filter(text -> fits(text, unit))
            .collect(Collectors.joining(" or "));
    return meant.isEmpty() ? "" : "; did you mean " + meant + "?";
  }

  private static boolean fits(String text, Unit unit) {
    return new Quantity(text)
        .amount()
        .map(unit::of)
        .filter(amount -> amount.stripTrailingZeros().scale() <= 0)
        .isPresent();
  }

  /** Full-width digits become digits; blanks, underscores and case do not count. */
  static String tidied(String text) {
    return text.length() > 100
        ? ""
        : Normalizer.normalize(text, Normalizer.Form.NFKC)
            .replaceAll("[\\p{Z}\\s_]", "")
            .replace(',', '.')
            .toLowerCase(Locale.ROOT);
  }

  private static String plain(String number) {
    return number.contains("e") ? new BigDecimal(number).toPlainString() : number;
  }
}
