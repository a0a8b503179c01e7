/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.number;

/** Checks whether digits are part of something longer: a hexadecimal hash, a fraction. */
final class DigitBoundaries {

  /** Shorter runs of hexadecimal are no hash, but for the 16 of a span's id. */
  private static final int MIN_HASH = 20;

  private static final int SPAN_ID = 16;
  private static final int SURELY_HASH = 24;
  private static final int LOOKED_AT = 128;

  private DigitBoundaries() {}

  static boolean isPartOfMore(String text, int from, int to) {
    int left = runBefore(text, from);
    int right = runAfter(text, to);
    return isFraction(text, from, to)
        || isBlock(text, from)
        || isPrefixedHex(text, left, from)
        || (left < from || right > to) && isHash(text, left, from, to, right);
  }

  private static boolean isHash(String text, int left, int from, int to, int right) {
    int length = right - left;
    int letters = length - (to - from);
    // One letter before a number is a label, not a hash.
    boolean likely = letters > 1 && (length >= MIN_HASH || length == SPAN_ID);
    return (likely || length >= SURELY_HASH)
        && isHex(text, left, from)
        && isHex(text, to, right)
        && !isEscape(text, left, from);
  }

  /** {@code %20} before a number in a URL, {@code \b} in JSON, {@code %B} of a magnetic stripe. */
  private static boolean isEscape(String text, int left, int from) {
    char before = left == 0 ? ' ' : text.charAt(left - 1);
    return from > left && from - left <= 2 && (before == '%' || before == '\\');
  }

  /** HDFS numbers its blocks with random 64 bits, {@code blk_-1608999687919862906}. */
  private static boolean isBlock(String text, int from) {
    int at = from > 0 && text.charAt(from - 1) == '-' ? from - 1 : from;
    return text.regionMatches(at - 4, "blk_", 0, 4);
  }

  /** Digits behind a decimal point, as a whole; grouped ones are no fraction. */
  private static boolean isFraction(String text, int from, int to) {
    return from >= 2
        && text.charAt(from - 1) == '.'
        && isDigit(text.charAt(from - 2))
        && text.chars().skip(from).limit(to - from).allMatch(c -> isDigit((char) c));
  }

  private static boolean isPrefixedHex(String text, int left, int from) {
    return from - left >= 2 && text.regionMatches(true, from - 2, "0x", 0, 2);
  }

  private static int runBefore(String text, int from) {
    int i = from;
    while (i > 0 && from - i < LOOKED_AT && isAlphanumeric(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static int runAfter(String text, int to) {
    int i = to;
    while (i < text.length() && i - to < LOOKED_AT && isAlphanumeric(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
