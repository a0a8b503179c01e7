/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds card and identity numbers in text, also in groups ({@code 4111 1111 1111 1111}), with
 * full-width digits and with URL-encoded separators, and masks them: of a card number the first six
 * and the last four digits stay.
 */
final class Numbers {

  /** Digits side by side: {@code from} and {@code to} in the text. */
  private record Group(int from, int to) {
    int length() {
      return to - from;
    }
  }

  private final String text;
  private final Consumer<Rule> found;
  private final StringBuilder out;
  private boolean changed;

  private Numbers(String text, Consumer<Rule> found) {
    this.text = text;
    this.found = found;
    this.out = new StringBuilder(text);
  }

  static String redact(String text, Consumer<Rule> found) {
    Numbers numbers = new Numbers(text, found);
    numbers.run();
    return numbers.changed ? numbers.out.toString() : text;
  }

  private void run() {
    int i = 0;
    while (i < text.length()) {
      if (digit(i) < 0) {
        i++;
        continue;
      }
      List<Group> groups = new ArrayList<>(4);
      i = readGroups(i, groups);
      masks(groups);
    }
  }

  private int readGroups(int start, List<Group> groups) {
    int i = start;
    while (true) {
      int from = i;
      while (i < text.length() && digit(i) >= 0) {
        i++;
      }
      groups.add(new Group(from, i));
      int separator = separatorAt(i);
      if (separator == 0) {
        return i;
      }
      i += separator;
    }
  }

  /** How long a separator is that stands between two digits here; 0 where there is none. */
  private int separatorAt(int i) {
    if (i >= text.length()) {
      return 0;
    }
    char c = text.charAt(i);
    boolean single = c == ' ' || c == '-' || c == '+' || c == '\u00a0';
    boolean encoded =
        text.regionMatches(true, i, "%20", 0, 3) || text.regionMatches(true, i, "%2d", 0, 3);
    int length = single ? 1 : encoded ? 3 : 0;
    return length > 0 && digit(i + length) >= 0 ? length : 0;
  }

  private void masks(List<Group> groups) {
    int first = 0;
    while (first < groups.size()) {
      int taken = take(groups, first);
      first += Math.max(1, taken);
    }
  }

  /** How many groups from here on are one number that was masked. */
  private int take(List<Group> groups, int first) {
    Group group = withoutEscape(groups.get(first));
    if (group.length() >= 13) {
      return mask(group.from(), group.to()) ? 1 : 0;
    }
    for (int count = Math.min(5, groups.size() - first); count >= 3; count--) {
      if (isCardGrouping(groups, first, count)
          && mask(group.from(), groups.get(first + count - 1).to())) {
        return count;
      }
    }
    return 0;
  }

  /** 4-4-4-4, with 1 to 3 more, 4-6-5 (American Express) or 4-6-4 (Diners Club). */
  private boolean isCardGrouping(List<Group> groups, int first, int count) {
    if (withoutEscape(groups.get(first)).length() != 4) {
      return false;
    }
    int second = groups.get(first + 1).length();
    int third = groups.get(first + 2).length();
    if (count == 3) {
      return second == 6 && (third == 5 || third == 4);
    }
    boolean fours = second == 4 && third == 4 && groups.get(first + 3).length() == 4;
    return fours && (count == 4 || groups.get(first + 4).length() <= 3);
  }

  /** The first two digits behind a per cent sign are an encoded character, not part of a number. */
  private Group withoutEscape(Group group) {
    boolean escaped =
        group.from() > 0 && text.charAt(group.from() - 1) == '%' && group.length() > 2;
    return escaped ? new Group(group.from() + 2, group.to()) : group;
  }

  private boolean mask(int from, int to) {
    if (!isFree(from, to)) {
      return false;
    }
    StringBuilder digits = new StringBuilder(19);
    for (int i = from; i < to; i++) {
      if (digit(i) >= 0 && !(text.charAt(i - Math.min(1, i)) == '%' || isEscapeTail(i))) {
        digits.append((char) ('0' + digit(i)));
      }
    }
    if (CardNumber.is(digits)) {
      return star(from, to, 6, 4, digits.length(), Rule.CARD_NUMBER);
    }
    boolean check = to < text.length() && (text.charAt(to) == 'X' || text.charAt(to) == 'x');
    if (IdentityNumber.is(digits, check)) {
      return star(from, to, 3, 2, digits.length(), Rule.IDENTITY_NUMBER);
    }
    return false;
  }

  private boolean isEscapeTail(int i) {
    return i >= 2 && text.charAt(i - 2) == '%';
  }

  private boolean star(int from, int to, int head, int tail, int length, Rule rule) {
    int n = 0;
    for (int i = from; i < to; i++) {
      if (digit(i) >= 0 && text.charAt(i - Math.min(1, i)) != '%' && !isEscapeTail(i)) {
        if (n >= head && n < length - tail) {
          out.setCharAt(i, '*');
        }
        n++;
      }
    }
    changed = true;
    found.accept(rule);
    return true;
  }

  /** Not a piece of something longer, such as a hash in hexadecimal or a decimal fraction. */
  private boolean isFree(int from, int to) {
    return isFreeLeft(from) && isFreeRight(to);
  }

  private boolean isFreeLeft(int from) {
    if (from == 0) {
      return true;
    }
    char left = text.charAt(from - 1);
    boolean encoded = from >= 3 && text.charAt(from - 3) == '%';
    boolean fraction = left == '.' && from >= 2 && digit(from - 2) >= 0;
    return encoded || !isHexLetter(left) && !fraction;
  }

  private boolean isFreeRight(int to) {
    if (to == text.length()) {
      return true;
    }
    char right = text.charAt(to);
    boolean fraction = right == '.' && digit(to + 1) >= 0;
    return !isHexLetter(right) && !fraction;
  }

  private static boolean isHexLetter(char c) {
    return c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  private int digit(int i) {
    return i < text.length() ? Character.digit(text.charAt(i), 10) : -1;
  }
}
