/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.redaction;

import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Other ways to write digits: escaped in JSON, encoded in a URL, and {@code 4.1E15}, which is what
 * becomes of a card number that passed through a double.
 */
final class Notation {

  private static final Pattern ESCAPED = Pattern.compile("\\\\u003([0-9])");
  private static final Pattern ENCODED =
      Pattern.compile("%3([0-9])(?=%3[0-9])|(?<=%3[0-9])%3([0-9])");
  private static final Pattern SCIENTIFIC =
      Pattern.compile("(?<![0-9.])[1-9]\\.[0-9]{10,18}[eE]\\+?1[2-8](?![0-9])");

  private Notation() {}

  /** The same JSON, the same URL, with plain digits. */
  static String plain(String text) {
    String plain = text.contains("\\u003") ? ESCAPED.matcher(text).replaceAll("$1") : text;
    return plain.contains("%3") ? ENCODED.matcher(plain).replaceAll("$1$2") : plain;
  }

  static String redactScientific(String text, Consumer<Rule> found) {
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
  static @Nullable String masked(BigDecimal number, Consumer<Rule> found) {
    if (number.precision() - number.scale() < 13 || number.precision() - number.scale() > 19) {
      return null;
    }
    String digits = number.toBigInteger().abs().toString();
    String clean = Numbers.redact(digits, found);
    return clean.equals(digits) ? null : clean;
  }
}
