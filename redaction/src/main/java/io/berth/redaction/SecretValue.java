/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value after a name: in quotation marks of any notation, or a bare word.
 *
 * @param from where the secret itself begins, behind the quotation mark
 * @param to where it ends
 * @param end behind the closing quotation mark, if there is one
 * @param quote the quotation mark; empty for a bare word
 */
record SecretValue(int from, int to, int end, String quote) {

  private static final Pattern OPENING =
      Pattern.compile(
          "(?:[A-Za-z_][\\w.:]{0,30}\\((?=[\\\\\"'])|string\\([0-9]{1,6}\\) (?=[\\\\\"'])"
              + "|[bBuUrRLEeNnFf@&$]{1,2}(?=[\\\\\"']))?"
              + "(\\\\{0,7}[\"']|&quot;|&#3[49];|%2[27]|[“«‘`])");

  /** A type that YAML may have before a value. */
  private static final Pattern TAG =
      Pattern.compile("(?<=:[ \\t]{1,40})!(?:!str|!binary|!int|vault|unsafe)[ \\t]{1,3}(?=\\S)");

  /** What may be a name that YAML gives to a value, or the first word of the value. */
  private static final Pattern ANCHOR =
      Pattern.compile("(?<=:[ \\t]{1,40})[!&][^\\s,;\"']{1,60}[ \\t]{1,3}(?=\\S)");

  /** Tags of CloudFormation and Home Assistant, whose value names where the secret is. */
  private static final Pattern REFERENCE =
      Pattern.compile("!(?:Ref|secret|env|env_var|GetAtt|Sub|ImportValue)[ \\t]");

  private static final int MAX_LIST = 2000;

  /** Ends a bare word; a backslash does before a quotation mark. */
  private static final String DELIMITERS = " \t\r\n\f\u000b,;&\"'})]，；。、";

  /** A bracket ends a bare word. */
  static final String REDACTED = Redactor.REDACTED.substring(0, Redactor.REDACTED.length() - 1);

  private static final Set<String> NOTHING =
      Set.of(
          "null",
          "none",
          "nil",
          "undefined",
          "true",
          "false",
          "unset",
          "n/a",
          "-",
          "xxx",
          "yes",
          "no",
          "on",
          "off",
          "required",
          "optional",
          "missing",
          "invalid",
          "expired",
          "revoked",
          "rejected",
          "denied",
          "forbidden",
          "unauthorized",
          "empty",
          "blank",
          "absent",
          "unchanged",
          "mounted",
          "enabled",
          "disabled");

  /** What stands where another program hid it, or has none yet. */
  private static final Pattern STARS =
      Pattern.compile(
          "(?i)[*x.•]{3,}|\\(?(?:not shown|hidden|masked|redacted|filtered|protected|sensitive"
              + "|sensitive value|known after apply)\\)?");

  /** Filled in by a shell, by Kubernetes, by a template, by the reader of a manual. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\$\\{[A-Za-z_][\\w.]*}?|\\$\\([A-Za-z_]\\w*\\)?|\\{\\{.*|<[A-Za-z][\\w -]*>?|%[sdv]|\\{}?|\\$[A-Z_][A-Z0-9_]*"
              + "|%[A-Z_][A-Z0-9_]*%|(?:os\\.(?:environ|getenv)|process\\.env|System\\.getenv)\\b.*"
              + "|(?:file|vault|awssm|gcpsm|azkv):[\\w/.#:-]{3,}");

  /** How Java, Android and macOS write an object or a kind of thing. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "[\\w.$]+@[0-9a-f]{1,8}|[A-Z]\\w*\\{.*"
              + "|(?:com|org|net|io|android|java|javax)(?:\\.[a-z][\\w-]*){2,}(?:/[0-9]+)?:?");

  private static final Pattern PATH =
      Pattern.compile("[~.]?/.*|[A-Za-z]:\\\\.*|file:.*|.*\\.(?:pem|key|crt|jks)");
  private static final Pattern SMALL = Pattern.compile("[0-9]{1,4}|[^A-Za-z0-9]{1,3}");
  private static final Pattern VERDICT =
      Pattern.compile(
          "(?i)ok|done|[0-9.]{1,8}(?:%|m?s|us|ns|m)?|https?://\\S*|(?-i:Test[A-Z_]\\w*)");

  /** Where a library shall look for credentials. */
  private static final Pattern PROVIDER =
      Pattern.compile("(?i)default|profile|instance|environment|anonymous|iam");

  private static final Pattern VERSION = Pattern.compile("v?[0-9]+(?:\\.[\\w-]+)*");

  /** Null where nothing stands there. */
  static @Nullable SecretValue at(String text, int at) {
    if (REFERENCE.matcher(text).region(at, text.length()).lookingAt()) {
      return null;
    }
    Matcher tag = TAG.matcher(text).region(at, text.length()).useTransparentBounds(true);
    int from = tag.lookingAt() ? tag.end() : at;
    Matcher anchor = ANCHOR.matcher(text).region(from, text.length()).useTransparentBounds(true);
    if (anchor.lookingAt()) {
      int end = after(text, anchor.end()).end();
      return new SecretValue(from, end, end, "");
    }
    SecretValue value = after(text, from);
    return value.from() == value.to() ? null : value;
  }

  private static SecretValue after(String text, int at) {
    Matcher opening = OPENING.matcher(text).region(at, text.length());
    return opening.lookingAt()
        ? quoted(text, opening.end(), closing(opening.group(1)))
        : listOrBare(text, at);
  }

  private static String closing(String opening) {
    return switch (opening) {
      case "“" -> "”";
      case "«" -> "»";
      case "‘" -> "’";
      default -> opening;
    };
  }

  /** Java, Go and Python write several values, or one of several, in brackets. */
  private static SecretValue listOrBare(String text, int from) {
    char first = from < text.length() ? text.charAt(from) : ' ';
    if (first == '[' || first == '(') {
      char last = first == '[' ? ']' : ')';
      int to = from + 1;
      int most = Math.min(text.length(), from + MAX_LIST);
      while (to < most && text.charAt(to) != last && text.charAt(to) != '\n') {
        to++;
      }
      boolean ends =
          to < most
              && text.charAt(to) == last
              && (to + 1 == text.length() || " \t\r\n,;&\"'})]".indexOf(text.charAt(to + 1)) >= 0);
      String content = ends ? text.substring(from + 1, to) : "";
      if (ends && (content.startsWith(REDACTED) || !content.contains(REDACTED))) {
        return new SecretValue(from + 1, to, to + 1, String.valueOf(last));
      }
    }
    return bare(text, from);
  }

  private static SecretValue quoted(String text, int from, String quote) {
    int to = quote.length() == 1 ? plainEnd(text, from, quote.charAt(0)) : end(text, from, quote);
    return new SecretValue(from, to, Math.min(text.length(), to + quote.length()), quote);
  }

  private static int plainEnd(String text, int from, char quote) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (quote == '\'' && c == '\n') {
        return i;
      }
      int inside = c == quote ? ValueContext.quoteInside(text, i, from) : c == '\\' ? 2 : 1;
      if (inside == 0) {
        return i;
      }
      i += inside;
    }
    return Math.min(i, text.length());
  }

  /** Escaped quotation marks inside have more backslashes than this one. */
  private static int end(String text, int from, String quote) {
    int i = text.indexOf(quote, from);
    while (i > from && quote.charAt(0) == '\\' && text.charAt(i - 1) == '\\') {
      i = text.indexOf(quote, i + 1);
    }
    return i < 0 ? text.length() : i;
  }

  /** ODBC puts a password with semicolons into braces, with those of its own doubled. */
  private static int braceEnd(String text, int from) {
    if (text.startsWith("{{", from)) {
      return -1;
    }
    int i = from + 1;
    while (i < text.length() && text.charAt(i) > ' ') {
      if (text.charAt(i) == '}' && !text.startsWith("}}", i)) {
        return text.startsWith(";", i + 1) || i + 1 == text.length() ? i : -1;
      }
      i += text.charAt(i) == '}' ? 2 : 1;
    }
    return -1;
  }

  private static SecretValue bare(String text, int from) {
    int brace = text.startsWith("{", from) ? braceEnd(text, from) : -1;
    if (brace > 0) {
      return new SecretValue(from + 1, brace, brace + 1, "}");
    }
    int i = from;
    while (i < text.length()
        && DELIMITERS.indexOf(text.charAt(i)) < 0
        && !text.startsWith("</", i)) {
      if (text.charAt(i) == '\\') {
        int behind = i;
        while (behind < text.length() && text.charAt(behind) == '\\') {
          behind++;
        }
        if (behind < text.length() && (text.charAt(behind) == '"' || text.charAt(behind) == '\'')) {
          break;
        }
        // A shell and libpq escape the blank within a word.
        boolean blank = behind == i + 1 && text.startsWith(" ", behind);
        i = blank ? behind + 1 : behind;
      } else {
        i++;
      }
    }
    return new SecretValue(from, i, i, "");
  }

  /** Whether it ends where it should; a text may be cut. */
  boolean closed() {
    return quote.isEmpty() || end - to == quote.length();
  }

  /** Whether a value could be a secret under that name, rather than its absence or its kind. */
  static boolean isSecret(String name, String value) {
    String word = value.strip();
    return !word.isEmpty()
        && !word.startsWith(REDACTED)
        && !NOTHING.contains(word.toLowerCase(java.util.Locale.ROOT))
        && !STARS.matcher(word).matches()
        && !PLACEHOLDER.matcher(word).matches()
        && !ProseDetector.isSentence(word)
        && !isOfAnotherKind(name, word);
  }

  private static boolean isOfAnotherKind(String name, String value) {
    if (name.indexOf(' ') > 0 && !ProseDetector.isSecret(value, "")) {
      return true;
    }
    if (SecretNames.isToken(name)) {
      return SMALL.matcher(value).matches() || OBJECT.matcher(value).matches();
    }
    if (SecretNames.isPass(name)) {
      return VERDICT.matcher(value).matches();
    }
    if (SecretNames.isAuthorization(name)) {
      return HttpSecrets.isScheme(value) || !ProseDetector.isSecret(value, "");
    }
    if (SecretNames.isCredential(name)) {
      return PATH.matcher(value).matches() || PROVIDER.matcher(value).matches();
    }
    return (SecretNames.isDirectory(name) || SecretNames.isKey(name))
        && PATH.matcher(value).matches();
  }

  /** The tag of an image, {@code shop/token:1.2}. */
  static boolean isTag(String text, int name, int separator, String value) {
    int i = name;
    while (i > 0 && (Character.isLetterOrDigit(text.charAt(i - 1)) || text.charAt(i - 1) == '-')) {
      i--;
    }
    return i > 0
        && text.charAt(i - 1) == '/'
        && text.charAt(separator) == ':'
        && VERSION.matcher(value).matches();
  }
}
