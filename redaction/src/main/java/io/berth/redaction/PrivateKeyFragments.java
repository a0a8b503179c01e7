/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.redaction.rule.RedactionRule;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Redacts fragments of private keys: the last lines of a key whose head is missing, as in the tail
 * of a log (base64 lines before {@code -----END … PRIVATE KEY-----}), and a single line that is all
 * of a text, as in logs with one record per line: base64 of the length at which keys are folded; a
 * certificate's lines look the same. Complete keys are found by {@link KnownTokens}.
 */
final class PrivateKeyFragments {

  private static final Pattern END =
      Pattern.compile("-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}");

  /** A shorter word before the last line may be one of a sentence. */
  private static final int MIN_LINE = 20;

  private final String text;
  private final int least;

  /**
   * @param least nothing before it is looked at
   */
  private PrivateKeyFragments(String text, int least) {
    this.text = text;
    this.least = least;
  }

  /** Whether bytes are a line of a key and nothing else, but for the end of the line. */
  static boolean isLine(byte[] utf8, int from, int length) {
    int to = from + length;
    while (to > from && (utf8[to - 1] == '\n' || utf8[to - 1] == '\r')) {
      to--;
    }
    return isFolded(to - from) && isMixed(utf8, from, to);
  }

  /** PEM's lines have 64 letters, OpenSSH's 70, those of MIME 76. */
  private static boolean isFolded(int length) {
    return length == 64 || length == 70 || length == 76;
  }

  /** Base64 of random bytes has letters of both cases and digits; a hash in hexadecimal has not. */
  private static boolean isMixed(byte[] utf8, int from, int to) {
    int kinds = 0;
    for (int i = from; i < to; i++) {
      char c = (char) utf8[i];
      if (!isBase64(c)) {
        return false;
      }
      kinds |= c >= 'a' ? 1 : c >= 'A' ? 2 : c >= '0' && c <= '9' ? 4 : 0;
    }
    return kinds == 7;
  }

  static String redact(String text, Consumer<RedactionRule> found) {
    byte[] utf8 = text.getBytes(UTF_8);
    if (isLine(utf8, 0, utf8.length)) {
      found.accept(RedactionRule.PRIVATE_KEY);
      return Redactor.REDACTED + text.substring(text.stripTrailing().length());
    }
    Matcher end = END.matcher(text);
    if (!end.find()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    do {
      out.append(text, copied, new PrivateKeyFragments(text, copied).start(end.start()));
      out.append(Redactor.REDACTED);
      copied = end.end();
      found.accept(RedactionRule.PRIVATE_KEY);
    } while (end.find());
    return out.append(text, copied, text.length()).toString();
  }

  /** Where the key's first line in the text begins. */
  private int start(int end) {
    int start = lastLine(end);
    for (int line = start; line >= 0; line = lineAbove(line)) {
      start = line;
    }
    return start < 0 ? end : start;
  }

  /** Before the end, or in the line above; one that is short has a longer one above. */
  private int lastLine(int end) {
    int line = lineBefore(end, MIN_LINE);
    if (line < 0) {
      line = shortLine(lineStart(end));
    }
    return line < 0 ? shortLine(end) : line;
  }

  private int shortLine(int place) {
    int line = lineBefore(place, 1);
    boolean isLong = lineBefore(place, MIN_LINE) >= 0;
    return line >= 0 && (isLong || lineAbove(line) >= 0) ? line : -1;
  }

  /** Something else, such as the time, may stand before each line. */
  private int lineAbove(int line) {
    int above = lineBefore(line, MIN_LINE);
    return above < 0 ? lineBefore(lineStart(line), MIN_LINE) : above;
  }

  /** Where the word of base64 before a place begins; -1 where none of that length ends there. */
  private int lineBefore(int place, int shortest) {
    int to = spaceBefore(place);
    int from = to;
    while (from > least && isBase64(text.charAt(from - 1))) {
      from--;
    }
    // The letter of an escaped line end belongs to no word.
    boolean escape = from > least && text.charAt(from - 1) == '\\' && from < to;
    from = escape ? from + 1 : from;
    return to - from >= shortest && to > from ? from : -1;
  }

  /** Line ends may be escaped, and be so more than once. */
  private int spaceBefore(int place) {
    int i = place;
    while (i > least) {
      char c = text.charAt(i - 1);
      boolean escaped = (c == 'n' || c == 'r') && i - 2 >= least && text.charAt(i - 2) == '\\';
      if (c > ' ' && c != '\\' && !escaped) {
        return i;
      }
      i -= escaped ? 2 : 1;
    }
    return i;
  }

  private int lineStart(int place) {
    return Math.max(least, text.lastIndexOf('\n', place - 1) + 1);
  }

  private static boolean isBase64(char c) {
    return c >= 'A' && c <= 'Z'
        || c >= 'a' && c <= 'z'
        || c >= '0' && c <= '9'
        || c == '+'
        || c == '/'
        || c == '=';
  }
}
