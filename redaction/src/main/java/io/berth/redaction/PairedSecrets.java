/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import io.berth.redaction.rule.RedactionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets whose name does not stand right before them: in a neighbouring element or attribute, in a
 * list of columns, or behind the value that a message quotes.
 */
final class PairedSecrets {

  private static final Pattern TAG =
      Pattern.compile("[^<>]{0,200}>\\s{0,3}(?:<!\\[CDATA\\[)?(?!\\[redacted)(?=[^<\\s])");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("[\"'][^<>]{0,200}>(?!\\[redacted)(?=[^<\\s])");
  private static final Pattern NAMED =
      Pattern.compile("(?i)<[^<>]*\\s(?:key|name|id)=[\"'][\\w.-]{0,60}");
  private static final Pattern ELEMENT = Pattern.compile("<[\\w.:-]{0,60}");

  private static final int LOOKED_AT = 120;

  /** A name, or the end of one, with what may stand before it. */
  private static final String NAME = "[\\w.-]{0,60}?" + SecretNames.ANY;

  private static final String HIDDEN = "(?!\\[redacted)";

  static final List<SecretPattern> SHAPES =
      List.of(
          // Hadoop's configuration, property lists.
          pattern(
              "(?i)(<(name|key)>\\s{0,20}"
                  + NAME
                  + "\\s{0,20}</\\2>\\s{0,80}<(?:value|string|data)>\\s{0,20})"
                  + HIDDEN
                  + "([^<]{1,4000})()",
              3),
          // Markup in markup, and in JSON as Go writes it.
          pattern(
              "(?i)((?:&lt;|\\\\{1,7}u003c)"
                  + NAME
                  + "(?:&gt;|\\\\{1,7}u003e))"
                  + HIDDEN
                  + "([^<&\\\\]{1,4000})()",
              2),
          pattern(
              "(?i)(<[\\w.:-]{1,60}[^<>]{0,100}?\\svalue\\s{0,3}=\\s{0,3}[\"'])"
                  + HIDDEN
                  + "([^\"'<>]{1,2000})([\"'][^<>]{0,100}?\\s(?:name|key|id|type)\\s{0,3}=\\s{0,3}[\"']"
                  + NAME
                  + "[\"'])",
              2),
          // What parsers of options and databases say.
          pattern(
              "(?i)((?:(?:invalid|bad|illegal|unsupported)\\s(?:value|argument)|duplicate entry)[:=]?\\s{1,3}[\"'])"
                  + HIDDEN
                  + "([^\"'\\r\\n]{1,500})([\"']\\s{1,3}(?:for|of)\\s{1,3}(?:the\\s)?(?:[a-z]{1,20}\\s{1,2}){0,2}[\\[\"'(]{0,2}-{0,2}"
                  + NAME
                  + "(?![\\w-]))",
              2),
          // setProperty("db.password", "hunter2")
          pattern(
              "(?i)(\\((\\\\{0,7}[\"'])"
                  + NAME
                  + "\\2\\s{0,3},\\s{0,3}\\2)"
                  + HIDDEN
                  + "([^\"'\\\\\\r\\n]{1,500})(\\2\\s{0,3}\\))",
              3));

  private static final Pattern INSERT =
      Pattern.compile(
          "(?i)\\b(?:insert|replace)\\s{1,5}(?:\\w{1,10}\\s{1,3}){0,2}into\\s{1,5}[^\\s(]{1,200}\\s{0,5}"
              + "\\(([^()]{1,2000})\\)\\s{0,5}values?\\s{0,5}(?=\\()");

  private static final Pattern VALUE =
      Pattern.compile(
          "\\s{0,5}([bBnNeExX]?'(?:[^'\\\\]|''|\\\\.)*+'?|\"(?:[^\"\\\\]|\\\\.)*+\"?"
              + "|(?:[^'\"(),]|\\([^()]{0,200}\\))*+)\\s{0,5}");

  private static final Pattern PARAMETER =
      Pattern.compile("\\?|[$:@][\\w]+|(?i:null|default)|[0-9.]+|.*\\[redacted].*");

  private PairedSecrets() {}

  /** Two groups stay, and the one between them is the secret. */
  private static SecretPattern pattern(String pattern, int secret) {
    return SecretPattern.of(
        RedactionRule.PASSWORD,
        SecretPrefilter.NAME,
        pattern,
        match ->
            SecretValue.isSecret("password", match.group(secret))
                ? match.group(1) + Redactor.REDACTED + match.group(secret + 1)
                : null);
  }

  /** The values of an INSERT whose columns are secrets, in each of its rows. */
  static String redactInserts(String text, Consumer<RedactionRule> found) {
    Matcher insert = INSERT.matcher(text);
    StringBuilder out = new StringBuilder();
    int copied = 0;
    for (int from = 0; insert.find(from); from = Math.max(insert.end(), copied)) {
      String[] columns = insert.group(1).split(",");
      for (int[] value : values(text, insert.end(), columns)) {
        found.accept(RedactionRule.PASSWORD);
        out.append(text, copied, value[0]).append('\'').append(Redactor.REDACTED).append('\'');
        copied = value[1];
      }
    }
    return copied == 0 ? text : out.append(text, copied, text.length()).toString();
  }

  private static List<int[]> values(String text, int from, String[] columns) {
    List<int[]> secrets = new ArrayList<>();
    int at = from;
    while (text.startsWith("(", at)) {
      Matcher value = VALUE.matcher(text);
      int column = 0;
      do {
        value.region(at + 1, text.length()).lookingAt();
        boolean secret =
            column < columns.length
                && SecretNames.isName(columns[column].strip().replaceAll("[\"'`\\[\\]]", ""));
        if (secret && !PARAMETER.matcher(value.group(1).strip()).matches()) {
          secrets.add(new int[] {value.start(1), value.end(1)});
        }
        at = value.end();
        column++;
      } while (text.startsWith(",", at));
      at++;
      while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) <= ' ')) {
        at++;
      }
    }
    return secrets;
  }

  /**
   * {@code <password>…</password>}, {@code <entry key="password">…</entry>}.
   *
   * @return where it begins and ends; empty where the name at that place is no element's
   */
  static int[] element(String text, int start, int end) {
    int tag = start;
    while (tag > 0 && start - tag < LOOKED_AT && "<>".indexOf(text.charAt(tag - 1)) < 0) {
      tag--;
    }
    if (tag == 0 || text.charAt(--tag) != '<' || text.startsWith("</", tag)) {
      return new int[0];
    }
    String before = text.substring(tag, start);
    boolean attribute = NAMED.matcher(before).matches();
    boolean element = ELEMENT.matcher(before).matches();
    Matcher behind = (attribute ? ATTRIBUTE : TAG).matcher(text).region(end, text.length());
    if (!attribute && !element || !behind.lookingAt() || text.charAt(behind.end() - 1) == '/') {
      return new int[0];
    }
    int close = text.indexOf('<', behind.end());
    int cdata = text.indexOf("]]>", behind.end());
    int to = close < 0 ? text.length() : close;
    return new int[] {behind.end(), cdata >= 0 && cdata < to ? cdata : to};
  }
}
