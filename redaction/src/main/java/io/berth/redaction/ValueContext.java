/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands around a name and its value, and tells whether the value is one. */
final class ValueContext {

  private static final int LOOKED_AT = 120;

  /** What a validator says between a field's name and the value that it refuses. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?i)(?:(?:invalid|unsupported|duplicate|rejected|illegal|bad|old|new|given)\\s{1,3})?"
              + "value\\s{0,3}[:=]?\\s{0,3}(?=[\\\\\"'\\[])");

  /** How a shell puts a quotation mark into what it quotes. */
  private static final Pattern GLUED = Pattern.compile("\\\\''|\"'\"'");

  /** {@code IDENTIFIED BY '…'}, {@code PASSWORD('…')}, {@code requirepass …}. */
  static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)(?:\\s{1,3}|\\+|\\s{0,3}\\(\\s{0,3})(?=[EN]?'|%27)|\\(\\s{0,3}(?=\\\\{0,7}\")"
              + "|\\s{1,3}for\\s{1,3}\\S{1,100}\\s{0,3}=\\s{0,3}(?=')"
              + "|(?<=requirepass|masterauth)\\s{1,3}");

  private ValueContext() {}

  /**
   * How long a quotation mark is that belongs to the value: written twice, as in YAML, SQL and CSV,
   * or as a shell has it; 0 where it is the closing one.
   */
  static int quoteInside(String text, int at, int from) {
    if (text.startsWith(text.substring(at, at + 1), at + 1)
        && (at > from || text.startsWith(text.substring(at, at + 1), at + 2))) {
      return 2;
    }
    Matcher glued = GLUED.matcher(text).region(at + 1, text.length());
    return text.charAt(at) == '\'' && glued.lookingAt() ? glued.end() - at : 0;
  }

  /** Where the value begins that such a label, if there is one, leads to. */
  static int behindLabel(String text, int at) {
    Matcher label = LABEL.matcher(text).region(at, text.length());
    return label.lookingAt() ? label.end() : at;
  }

  /** {@code "password:" is missing}: the quotation mark ends what began before the name. */
  static boolean isEndOfQuotedName(String text, int start, int at) {
    return start > 0
        && at < text.length()
        && (text.charAt(at) == '"' || text.charAt(at) == '\'')
        && text.charAt(at) == text.charAt(start - 1)
        && text.charAt(at - 1) != ' '
        && (at + 1 == text.length() || " ,;)".indexOf(text.charAt(at + 1)) >= 0);
  }

  /** {@code password: must not be blank}: the first word of what is said about it. */
  static boolean isSentence(String text, int separated, SecretValue value) {
    return value.quote().isEmpty()
        && text.startsWith(": ", separated - 2)
        && text.startsWith(" ", value.end())
        && value.end() + 1 < text.length()
        && Character.isLowerCase(text.charAt(value.end() + 1))
        && !ProseDetector.isSecret(text.substring(value.from(), value.to()), "");
  }

  /** {@code arn:aws:secretsmanager:eu-west-1:…:secret:db}: a name, and none of a secret's value. */
  static boolean isPartOfArn(String text, int start) {
    if (start == 0 || text.charAt(start - 1) != ':') {
      return false;
    }
    int word = start;
    while (word > 0 && start - word < LOOKED_AT && isPartOfPath(text.charAt(word - 1))) {
      word--;
    }
    return text.startsWith("arn:", word);
  }

  private static boolean isPartOfPath(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "-_/:".indexOf(c) >= 0;
  }

  /**
   * The lines of a block of YAML, all that stand further in than the line of its name, behind the
   * first one's indentation.
   *
   * @return where they begin and end, and where to look on; empty where nothing is to be hidden
   */
  static int[] block(String text, int start, int from) {
    int indent = indent(text, text.lastIndexOf('\n', start) + 1);
    int to = from;
    int first = -1;
    while (to < text.length()) {
      int line = text.indexOf('\n', to);
      int next = line < 0 ? text.length() : line + 1;
      boolean blank = text.substring(to, next).isBlank();
      if (!blank && indent(text, to) <= indent) {
        break;
      }
      first = first < 0 && !blank ? to + indent(text, to) : first;
      to = next;
    }
    if (first < 0 || text.startsWith(Redactor.REDACTED, first)) {
      return new int[0];
    }
    boolean ends = text.charAt(to - 1) == '\n';
    return new int[] {first, ends ? to - 1 : to, to};
  }

  private static int indent(String text, int line) {
    int i = line;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i - line;
  }
}
