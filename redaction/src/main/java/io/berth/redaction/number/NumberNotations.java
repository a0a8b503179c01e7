/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.number;

import io.berth.redaction.rule.RedactionRule;
import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Redacts numbers in other notations: JSON escapes, URL encoding, and {@code 4.1E15}, the form of a
 * card number that passed through a double.
 */
public final class NumberNotations {

  private static final Pattern ESCAPED = Pattern.compile("\\\\u003([0-9])");
  private static final Pattern ENCODED =
      Pattern.compile("%3([0-9])(?=%3[0-9])|(?<=%3[0-9])%3([0-9])");
  private static final Pattern SCIENTIFIC =
      Pattern.compile("(?<![0-9.])[1-9]\\.[0-9]{10,18}[eE]\\+?1[2-8](?![0-9])");

  private static final Pattern MASKED_IN_JSON =
      Pattern.compile(
          "(\\\\{0,7}\")(\\s{0,9}:\\s{0,9})(-?[0-9]{3,6}\\*{5,}[0-9]{2,4}(?:\\.[0-9]{1,20})?)(?![\\w\"*])");

  private static final int MIN_LENGTH = 13;

  /** Longer ones are nobody's; and a power of ten could be as large as memory. */
  private static final int MAX_LENGTH = 100;

  private NumberNotations() {}

  /** Card and identity numbers in a text, in any notation; the same text where there are none. */
  public static String redact(String text, Consumer<RedactionRule> found) {
    String plain = plain(text);
    String clean = NumberMasker.redact(redactScientific(plain, found), found);
    return clean.equals(plain) ? text : quoteInJson(clean);
  }

  /** A number beside a name in JSON is none any more: it is quoted as the name is. */
  private static String quoteInJson(String text) {
    return MASKED_IN_JSON.matcher(text).replaceAll("$1$2$1$3$1");
  }

  /** A number of JSON that is a card's or an identity's, masked; the same text where it is none. */
  public static String redactJsonNumber(String number, Consumer<RedactionRule> found) {
    if (number.length() < MIN_LENGTH || number.length() > MAX_LENGTH) {
      return number;
    }
    if (number.indexOf('e') >= 0 || number.indexOf('E') >= 0) {
      String masked = masked(new BigDecimal(number), found);
      return masked == null ? number : masked;
    }
    return NumberMasker.redact(number, found);
  }

  /** The same JSON, the same URL, with plain digits. */
  static String plain(String text) {
    String plain = text.contains("\\u003") ? ESCAPED.matcher(text).replaceAll("$1") : text;
    return plain.contains("%3") ? ENCODED.matcher(plain).replaceAll("$1$2") : plain;
  }

  static String redactScientific(String text, Consumer<RedactionRule> found) {
    if (!hasExponent(text)) {
      return text;
    }
    Matcher matcher = SCIENTIFIC.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    do {
      String clean = masked(new BigDecimal(matcher.group()), found);
      matcher.appendReplacement(
          out, Matcher.quoteReplacement(clean == null ? matcher.group() : clean));
    } while (matcher.find());
    return matcher.appendTail(out).toString();
  }

  /** An E between digits, or before a plus sign: without one nothing else need be looked for. */
  private static boolean hasExponent(String text) {
    for (int i = 12; i < text.length() - 2; i++) {
      char c = text.charAt(i);
      if ((c == 'E' || c == 'e') && isDigit(text.charAt(i - 1))) {
        char next = text.charAt(i + 1);
        if (next == '+' || isDigit(next)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The number without its secret; null where it has none. */
  public static @Nullable String masked(BigDecimal number, Consumer<RedactionRule> found) {
    if (number.precision() - number.scale() < 13 || number.precision() - number.scale() > 19) {
      return null;
    }
    String digits = number.toBigInteger().abs().toString();
    String clean = NumberMasker.redact(digits, found);
    return clean.equals(digits) ? null : clean;
  }
}
