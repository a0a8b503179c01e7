/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Makes numbers of cards and people, and writes them in many ways; the same seed, the same ones.
 */
final class Numerals {

  private record Scheme(String head, int length) {}

  private static final List<Scheme> SCHEMES =
      List.of(
          new Scheme("62", 16),
          new Scheme("62", 17),
          new Scheme("62", 18),
          new Scheme("62", 19),
          new Scheme("8101", 19),
          new Scheme("4", 16),
          new Scheme("4", 13),
          new Scheme("4", 19),
          new Scheme("51", 16),
          new Scheme("55", 16),
          new Scheme("2221", 16),
          new Scheme("2720", 16),
          new Scheme("34", 15),
          new Scheme("37", 15),
          new Scheme("6011", 16),
          new Scheme("644", 16),
          new Scheme("65", 16),
          new Scheme("3528", 16),
          new Scheme("3589", 16),
          new Scheme("300", 14),
          new Scheme("36", 14),
          new Scheme("2200", 16),
          new Scheme("6759", 16));

  private static final List<String> BETWEEN =
      List.of(" ", "-", "\u00a0", "\u2013", ".", "+", "%20");

  private static final List<UnaryOperator<String>> WRITTEN =
      List.of(
          digits -> digits,
          digits -> digits,
          Numerals::fullWidth,
          digits -> escaped(digits, "\\u003"),
          digits -> escaped(digits, "%3"));

  private static final String CHECKS = "10X98765432";
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

  private final Random random;

  Numerals(Random random) {
    this.random = random;
  }

  String card() {
    Scheme scheme = SCHEMES.get(random.nextInt(SCHEMES.size()));
    String body = scheme.head() + digits(scheme.length() - scheme.head().length() - 1);
    return body + luhn(body);
  }

  /** The same number, in groups or in another notation. */
  String written(String card) {
    return random.nextInt(3) == 0
        ? grouped(card, BETWEEN.get(random.nextInt(BETWEEN.size())))
        : WRITTEN.get(random.nextInt(WRITTEN.size())).apply(card);
  }

  String identity() {
    LocalDate born = LocalDate.of(1930, 1, 1).plusDays(random.nextInt(32_000));
    String body =
        List.of("110105", "310104", "440305", "650102").get(random.nextInt(4))
            + born.toString().replace("-", "")
            + digits(3);
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (body.charAt(i) - '0') * WEIGHTS[i];
    }
    return body + CHECKS.charAt(sum % 11);
  }

  String digits(int count) {
    StringBuilder out = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      out.append((char) ('0' + random.nextInt(10)));
    }
    return out.toString();
  }

  private static String grouped(String card, String between) {
    if (card.length() == 15) {
      return card.substring(0, 4) + between + card.substring(4, 10) + between + card.substring(10);
    }
    if (card.length() == 14) {
      return card.substring(0, 4) + between + card.substring(4, 10) + between + card.substring(10);
    }
    return card.length() < 16 ? card : card.replaceAll("(.{4})(?=.)", "$1" + between);
  }

  private static int luhn(String body) {
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      int digit = (body.charAt(body.length() - 1 - i) - '0') * (i % 2 == 0 ? 2 : 1);
      sum += digit / 10 + digit % 10;
    }
    return (10 - sum % 10) % 10;
  }

  private static String fullWidth(String digits) {
    StringBuilder out = new StringBuilder();
    digits.chars().forEach(c -> out.append((char) (c - '0' + '０')));
    return out.toString();
  }

  private static String escaped(String digits, String head) {
    StringBuilder out = new StringBuilder();
    digits.chars().forEach(c -> out.append(head.toLowerCase(Locale.ROOT)).append((char) c));
    return out.toString();
  }
}
