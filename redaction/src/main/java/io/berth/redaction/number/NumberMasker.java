/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.number;

import io.berth.redaction.rule.RedactionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds and masks card and identity numbers in text, also in groups ({@code 4111 1111 1111 1111}),
 * with full-width digits and with URL-encoded separators. The first six and the last four digits of
 * a card number are kept.
 */
final class NumberMasker {

  /** What people and forms put between the groups of a number; dashes and spaces of all sorts. */
  private static final String SEPARATORS =
      " -+._/\t\u00a0\u2007\u2009\u200b\u202f\u3000\u2010\u2011\u2012\u2013\u2014\u2212\uff0d";

  private static final int WIDEST = 3;

  /** Digits side by side: {@code from} and {@code to} in the text. */
  private record DigitGroup(int from, int to) {
    int length() {
      return to - from;
    }
  }

  private final String text;
  private final Consumer<RedactionRule> found;
  private @Nullable StringBuilder out;

  private NumberMasker(String text, Consumer<RedactionRule> found) {
    this.text = text;
    this.found = found;
  }

  static String redact(String text, Consumer<RedactionRule> found) {
    NumberMasker numbers = new NumberMasker(text, found);
    numbers.run();
    return numbers.out == null ? text : numbers.out.toString();
  }

  private void run() {
    int i = 0;
    while (i < text.length()) {
      if (digit(i) < 0) {
        i++;
        continue;
      }
      List<DigitGroup> groups = new ArrayList<>(4);
      i = readGroups(i, groups);
      masks(groups);
    }
  }

  private int readGroups(int start, List<DigitGroup> groups) {
    int i = start;
    while (true) {
      int from = i;
      while (i < text.length() && digit(i) >= 0) {
        i++;
      }
      groups.add(new DigitGroup(from, i));
      int separator = separatorAt(i);
      if (separator == 0) {
        return i;
      }
      i += separator;
    }
  }

  /** How long a separator is that stands between two digits here; 0 where there is none. */
  private int separatorAt(int i) {
    int length = 0;
    while (length < WIDEST && isSeparator(i + length)) {
      length++;
    }
    boolean encoded =
        text.regionMatches(true, i, "%20", 0, 3) || text.regionMatches(true, i, "%2d", 0, 3);
    length = encoded ? 3 : length;
    return length > 0 && digit(i + length) >= 0 ? length : 0;
  }

  private boolean isSeparator(int i) {
    return i < text.length() && SEPARATORS.indexOf(text.charAt(i)) >= 0;
  }

  private void masks(List<DigitGroup> groups) {
    int first = 0;
    while (first < groups.size()) {
      int taken = take(groups, first);
      first += Math.max(1, taken);
    }
  }

  /** How many groups from here on are one number that was masked. */
  private int take(List<DigitGroup> groups, int first) {
    DigitGroup group = withoutEscape(groups.get(first));
    if (group.length() >= 13) {
      return mask(group.from(), group.to()) ? 1 : 0;
    }
    for (int count = Math.min(5, groups.size() - first); count >= 2; count--) {
      if (isCardGrouping(groups, first, count)
          && mask(group.from(), groups.get(first + count - 1).to())) {
        return count;
      }
    }
    return 0;
  }

  /**
   * 4-4-4-4, with 1 to 3 more, 4-6-5 (American Express), 4-6-4 (Diners Club), 6-13 (UnionPay) or
   * 6-8-4 (identity cards).
   */
  private boolean isCardGrouping(List<DigitGroup> groups, int first, int count) {
    int head = withoutEscape(groups.get(first)).length();
    int second = groups.get(first + 1).length();
    if (count == 2 || head != 4) {
      boolean card = count == 2 && head == 6 && second == 13;
      boolean identity = count == 3 && head == 6 && second == 8;
      return card || identity && isIdentityTail(groups.get(first + 2));
    }
    int third = groups.get(first + 2).length();
    if (count == 3) {
      return second == 6 && (third == 5 || third == 4);
    }
    boolean fours = second == 4 && third == 4 && groups.get(first + 3).length() == 4;
    return fours && (count == 4 || groups.get(first + 4).length() <= 3);
  }

  private static boolean isIdentityTail(DigitGroup group) {
    return group.length() == 3 || group.length() == 4;
  }

  /** The first two digits behind a per cent sign are an encoded character, not part of a number. */
  private DigitGroup withoutEscape(DigitGroup group) {
    boolean escaped =
        group.from() > 0 && text.charAt(group.from() - 1) == '%' && group.length() > 2;
    return escaped ? new DigitGroup(group.from() + 2, group.to()) : group;
  }

  private boolean mask(int from, int to) {
    if (DigitBoundaries.isPartOfMore(text, from, to)) {
      return false;
    }
    StringBuilder digits = new StringBuilder(19);
    for (int i = from; i < to; i++) {
      if (digit(i) >= 0 && !isEscape(i, from)) {
        digits.append((char) ('0' + digit(i)));
      }
    }
    if (CardNumber.is(digits)) {
      return star(from, to, 6, 4, digits.length(), RedactionRule.CARD_NUMBER);
    }
    boolean check = to < text.length() && (text.charAt(to) == 'X' || text.charAt(to) == 'x');
    if (IdentityNumber.is(digits, check)) {
      return star(from, to, 3, 2, digits.length(), RedactionRule.IDENTITY_NUMBER);
    }
    return false;
  }

  /** A digit of a separator such as {@code %20}. */
  private boolean isEscape(int i, int from) {
    return i > from && text.charAt(i - 1) == '%' || i - 1 > from && text.charAt(i - 2) == '%';
  }

  private boolean star(int from, int to, int head, int tail, int length, RedactionRule rule) {
    StringBuilder masked = out == null ? new StringBuilder(text) : out;
    int n = 0;
    for (int i = from; i < to; i++) {
      if (digit(i) >= 0 && !isEscape(i, from)) {
        if (n >= head && n < length - tail) {
          masked.setCharAt(i, '*');
        }
        n++;
      }
    }
    out = masked;
    found.accept(rule);
    return true;
  }

  private int digit(int i) {
    if (i >= text.length()) {
      return -1;
    }
    char c = text.charAt(i);
    if (c < 128) {
      return c >= '0' && c <= '9' ? c - '0' : -1;
    }
    return Character.digit(c, 10);
  }
}
