/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import io.berth.redaction.rule.RedactionRule;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that stand behind a word for them: {@code password=…}, {@code --token …}, {@code
 * <secret>…</secret>}, {@code "password is …"}. The word stays.
 */
final class NamedSecrets {

  /** What a parser says of the words of a language. */
  private static final String UNEXPECTED = "unexpected ";

  private static final Pattern SEPARATOR =
      Pattern.compile(
          "(?i)("
              + SecretPattern.QUOTE
              + "|[”»’])?(?:]|%5D|\\)(?==\\())?[ \\t]{0,40}"
              + "(?:=>|:=|={1,2}(?!>)|::(?=\\s)|:(?!:)|[：＝]|%3D|%3A)[ \\t]{0,40}");

  /** Scala's maps, tables and properties: what stands there may be something else, too. */
  private static final Pattern COLUMN = Pattern.compile("[ \\t]{0,40}(?:->|→|[|│])[ \\t]{0,40}");

  /** Behind a name in parts, such as {@code DB_PASSWORD} or {@code db.password}. */
  private static final Pattern BLANK = Pattern.compile("[ \\t]{1,40}");

  /** Where the second value of a change begins, as Terraform shows it. */
  private static final Pattern CHANGE = Pattern.compile("[ \\t]{1,3}(?:->|→)[ \\t]{1,3}(?=[\"'])");

  /** The value is a line of its own: one word, long enough for a secret. */
  private static final Pattern NEXT_LINE =
      Pattern.compile("\\r?\\n{1,2}[ \\t]{0,20}(?=[^\\s:=]{6,200}[ \\t]{0,3}(?:[\\r\\n]|$))");

  /** A block of YAML: all lines that stand further in belong to it. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:[!&][\\w/.:!-]{0,60}[ \\t]{1,3}){0,2}[|>](?:[+-]?[0-9]?|[0-9][+-])[ \\t]{0,3}"
              + "(?:#[^\\r\\n]{0,200})?\\r?\\n");

  private static final Pattern SPACE = Pattern.compile("[ \\t]{1,3}(?!--|-[A-Za-z](?:\\s|$))");

  /** {@code name: DB_PASSWORD, value: …} */
  private static final Pattern PAIR =
      Pattern.compile(
          "(?i)"
              + SecretPattern.QUOTE
              + "?[\\s,;]{1,40}"
              + SecretPattern.QUOTE
              + "?value"
              + SecretPattern.QUOTE
              + "?\\s{0,3}[=:]\\s{0,3}");

  private static final Pattern BEFORE_PAIR =
      Pattern.compile(
          "(?i).*(?:name|key|id|type|property|variable|field)"
              + SecretPattern.QUOTE
              + "?\\s{0,3}[=:]\\s{0,3}"
              + SecretPattern.QUOTE
              + "?[\\w.-]{0,60}");

  private static final Pattern SAYING =
      Pattern.compile(
          "(?i)(?:\\s{1,3}(?:for|of)(?:\\s{1,3}[^\\s.,;:=]{1,60}){1,3}?)?"
              + "(?:\\s{1,3}(?:is|was)\\s{1,3}generated for [^\\s]{1,100}:\\s{1,3}"
              + "|\\s{1,3}(?:is|was|has been (?:re)?set to|set to|changed to|reset to)(?:\\s{1,2}(?:now|currently|set to))?:?\\s{1,3}"
              + "|\\s{1,3}(?:entered|provided|used|given|supplied|submitted|received):\\s{1,3}"
              + "|\\s{0,2}[是为為]\\s{0,2})");

  private static final int LOOKED_AT = 120;
  private static final int MIN_KEY = 16;

  private final String text;
  private final Consumer<RedactionRule> found;
  private final StringBuilder out;
  private int copied;

  private NamedSecrets(String text, Consumer<RedactionRule> found) {
    this.text = text;
    this.found = found;
    this.out = new StringBuilder(text.length());
  }

  static String redact(String text, Consumer<RedactionRule> found) {
    SecretNames name = SecretNames.in(text);
    if (!name.find(0)) {
      return text;
    }
    NamedSecrets secrets = new NamedSecrets(text, found);
    int from = name.start();
    while (name.find(from)) {
      from = Math.max(name.end(), secrets.behind(name.start(), name.end()));
    }
    return secrets.copied == 0
        ? text
        : secrets.out.append(text, secrets.copied, text.length()).toString();
  }

  /** Behind the secret that the name leads to; 0 where there is none. */
  private int behind(int start, int end) {
    if (text.regionMatches(true, start - UNEXPECTED.length(), UNEXPECTED, 0, UNEXPECTED.length())
        || text.startsWith("NOPASSWD", start - 2)
        || ValueContext.isPartOfArn(text, start)) {
      return 0;
    }
    Matcher separator = SEPARATOR.matcher(text).region(end, text.length());
    if (separator.lookingAt()) {
      return assigned(start, end, separator);
    }
    int option = startOfOption(start);
    if (option >= 0) {
      return spoken(start, end, SPACE);
    }
    int done = element(start, end);
    if (done == 0) {
      done = pair(start, end);
    }
    if (done == 0) {
      done = statement(start, end);
    }
    if (done == 0) {
      done = column(start, end);
    }
    if (done == 0 && SecretNames.isKey(text.substring(start, end))) {
      done = key(end);
    }
    return done == 0 && SecretNames.SPOKEN.matcher(text.substring(start, end)).matches()
        ? spoken(start, end, SAYING)
        : done;
  }

  private int assigned(int start, int end, Matcher separator) {
    String name = text.substring(start, end);
    int at = separator.end();
    Matcher block = BLOCK.matcher(text).region(at, text.length());
    if (block.lookingAt()) {
      int[] lines = ValueContext.block(text, start, block.end());
      return lines.length == 0 ? 0 : put(lines[0], lines[1], Redactor.REDACTED, lines[2]);
    }
    at = ValueContext.behindLabel(text, at);
    if (separator.group(1) == null && ValueContext.isEndOfQuotedName(text, start, at)) {
      return 0;
    }
    Matcher line = NEXT_LINE.matcher(text).region(at, text.length());
    at = line.lookingAt() ? line.end() : at;
    SecretValue value = SecretValue.at(text, at);
    if (value == null) {
      return 0;
    }
    String content = text.substring(value.from(), value.to());
    boolean secret =
        SecretValue.isSecret(name, content)
            && !text.startsWith(" {", value.end())
            && !ValueContext.isSentence(text, separator.end(), value)
            && !SecretValue.isTag(text, start, separator.end() - 1, content)
            && !isSchemeOfToken(name, content, value.end());
    String quoted = separator.group(1);
    return secret
        ? change(
            replace(value, quoted == null || "&”»’".contains(quoted.substring(0, 1)) ? "" : quoted))
        : 0;
  }

  /** The other value of a change, {@code "old" -> "new"}. */
  private int change(int end) {
    Matcher arrow = CHANGE.matcher(text).region(end, text.length());
    SecretValue value = arrow.lookingAt() ? SecretValue.at(text, arrow.end()) : null;
    return value != null && SecretValue.isSecret("", text.substring(value.from(), value.to()))
        ? replace(value, "")
        : end;
  }

  /** {@code DB_PASSWORD hunter2}, {@code | password | hunter2 |}: only what no sentence says. */
  private int column(int start, int end) {
    Matcher column = COLUMN.matcher(text).region(end, text.length());
    boolean found = column.lookingAt();
    if (!found && start > 0 && "_.".indexOf(text.charAt(start - 1)) >= 0) {
      column = BLANK.matcher(text).region(end, text.length());
      found = column.lookingAt();
    }
    SecretValue value = found ? SecretValue.at(text, column.end()) : null;
    if (value == null) {
      return 0;
    }
    String content = text.substring(value.from(), value.to());
    return ProseDetector.isCode(content)
            && SecretValue.isSecret(text.substring(start, end), content)
        ? change(replace(value, ""))
        : 0;
  }

  /** {@code authorization: bearer [redacted]} is done. */
  private boolean isSchemeOfToken(String name, String content, int end) {
    return SecretNames.isAuthorization(name)
        && text.regionMatches(end, " " + Redactor.REDACTED, 0, Redactor.REDACTED.length() + 1);
  }

  /** Where {@code --db-password} begins; -1 where the name is part of no option. */
  private int startOfOption(int start) {
    int i = start;
    while (i > 0 && start - i < 60 && (text.charAt(i - 1) == '-' || isLetter(text.charAt(i - 1)))) {
      i--;
    }
    boolean alone =
        i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)) && text.charAt(i - 1) != '_';
    return alone && i < start && text.charAt(i) == '-' ? i : -1;
  }

  private int spoken(int start, int end, Pattern between) {
    Matcher words = between.matcher(text).region(end, text.length());
    if (!words.lookingAt()) {
      return 0;
    }
    SecretValue value = SecretValue.at(text, words.end());
    if (value == null) {
      return 0;
    }
    String content = text.substring(value.from(), value.to());
    return SecretValue.isSecret(text.substring(start, end), content)
            && ProseDetector.isSecret(
                content, text.substring(value.end(), Math.min(text.length(), value.end() + 20)))
        ? replace(value, "")
        : 0;
  }

  private int element(int start, int end) {
    int[] content = PairedSecrets.element(text, start, end);
    return content.length == 0 ? 0 : put(content[0], content[1], Redactor.REDACTED, content[1]);
  }

  /** {@code aws configure set aws_secret_access_key …}: nothing but a space leads to it. */
  private int key(int end) {
    SecretValue value =
        text.startsWith(" ", end) && end + 1 < text.length() ? SecretValue.at(text, end + 1) : null;
    if (value == null || value.to() - value.from() < MIN_KEY) {
      return 0;
    }
    String content = text.substring(value.from(), value.to());
    return ProseDetector.isCryptic(content) && SecretValue.isSecret("", content)
        ? replace(value, "")
        : 0;
  }

  private int pair(int start, int end) {
    Matcher behind = PAIR.matcher(text).region(end, text.length());
    if (!behind.lookingAt()
        || !BEFORE_PAIR
            .matcher(text.substring(Math.max(0, start - LOOKED_AT), start).replace('\n', ' '))
            .matches()) {
      return 0;
    }
    SecretValue value = SecretValue.at(text, behind.end());
    return value != null
            && SecretValue.isSecret(
                text.substring(start, end), text.substring(value.from(), value.to()))
        ? replace(value, "")
        : 0;
  }

  private int statement(int start, int end) {
    Matcher behind =
        ValueContext.STATEMENT.matcher(text).useTransparentBounds(true).region(end, text.length());
    SecretValue value = behind.lookingAt() ? SecretValue.at(text, behind.end()) : null;
    return value != null
            && value.closed()
            && SecretValue.isSecret(
                text.substring(start, end), text.substring(value.from(), value.to()))
        ? replace(value, "")
        : 0;
  }

  /** JSON stays JSON: what was quoted, or stands beside a quoted name, is. */
  private int replace(SecretValue value, String quoteOfName) {
    String quote = value.quote().isEmpty() ? quoteOfName : value.quote();
    String instead =
        value.quote().isEmpty()
            ? quote + Redactor.REDACTED + quote
            : Redactor.REDACTED + (value.closed() ? "" : quote);
    return put(value.from(), value.to(), instead, value.end());
  }

  private int put(int from, int to, String instead, int end) {
    found.accept(RedactionRule.PASSWORD);
    out.append(text, copied, from).append(instead);
    copied = to;
    return end;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
