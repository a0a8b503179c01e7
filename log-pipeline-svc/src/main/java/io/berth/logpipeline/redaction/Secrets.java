/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.redaction;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that show themselves by a word beside them or by their shape. Every pattern is linear in
 * the length of its text: quantifiers are bounded or possessive.
 */
final class Secrets {

  private static final String NAMES =
      "pass(?:word|wd|phrase|code)|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
          + "|secret[_-]?key|credentials?|authorization|密码|口令|密钥";

  private static final String VALUE =
      "(\\\\\"(?:[^\"\\\\]|\\\\[^\"])*+(?:\\\\\")?|\"(?:[^\"\\\\]|\\\\.)*+\"?|'[^']*+'?|[^\\s,;&\"'})\\]]++(?! \\{))";

  /** Keys whose issuers gave them a head to be known by: AWS, Aliyun, Tencent, Google, forges. */
  private static final String ISSUED =
      "\\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|LTAI[A-Za-z0-9]{12,24}+|AKID[A-Za-z0-9]{30,36}+"
          + "|AIza[A-Za-z0-9_-]{35}|gh[pousr]_[A-Za-z0-9]{30,}+|github_pat_[A-Za-z0-9_]{22,}+"
          + "|glpat-[A-Za-z0-9_-]{20,}+|xox[abeprs]-[A-Za-z0-9-]{10,}+"
          + "|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}+|npm_[A-Za-z0-9]{36})";

  private static final String SCHEMES = "bearer|basic|digest";
  private static final String TOKEN = "[^\\s\"',;\\\\<>)}\\]]{8,}+";

  private record Shape(Rule rule, Pattern pattern, Function<MatchResult, String> replacement) {}

  private static final List<Shape> SHAPES =
      List.of(
          shape(
              Rule.PRIVATE_KEY,
              "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^-]|-(?!----END))*+"
                  + "(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?",
              match -> Redactor.REDACTED),
          shape(
              Rule.BEARER,
              "(?i)(authorization\\\\?[\"']?\\s{0,3}[:=]\\s{0,3}\\\\?[\"']?(?:"
                  + SCHEMES
                  + "))\\s{1,3}(?!\\[redacted)"
                  + TOKEN,
              match -> match.group(1) + " " + Redactor.REDACTED),
          // Elsewhere a word may follow, "basic authentication", which is no token.
          shape(
              Rule.BEARER,
              "(?i)\\b("
                  + SCHEMES
                  + ")\\s{1,3}(?!\\[redacted)(?=[^\\s\"',;]{0,200}?(?-i:[0-9=+/_]|[a-z][A-Z]))"
                  + TOKEN,
              match -> match.group(1) + " " + Redactor.REDACTED),
          shape(
              Rule.JWT,
              "\\beyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_-]{5,}+(?:\\.[A-Za-z0-9_-]*+)?",
              match -> Redactor.REDACTED),
          shape(
              Rule.PASSWORD,
              "(?i)("
                  + NAMES
                  + ")(\\\\?[\"']?\\s{0,3}(?:=>|=(?!>)|[:：＝])\\s{0,3})(?!bearer |basic |digest |(?:\\\\?[\"'])?\\[redacted)"
                  + VALUE,
              Secrets::quotedAsBefore),
          shape(
              Rule.PASSWORD,
              "(?i)(--(?:[a-z-]{1,30}-)?(?:" + NAMES + "))(\\s{1,3})(?!\\[redacted|--)" + VALUE,
              Secrets::quotedAsBefore),
          shape(
              Rule.PASSWORD,
              "(?i)(<(?:[a-z0-9_.:-]{0,30})(?:" + NAMES + ")>\\s{0,3})(?!\\[redacted)[^<]{1,4096}+",
              match -> match.group(1) + Redactor.REDACTED),
          shape(
              Rule.PASSWORD,
              "(://[^/\\s:@]{0,100}+:)[^/\\s@]{1,200}+@",
              match -> match.group(1) + Redactor.REDACTED + "@"),
          shape(Rule.CLOUD_KEY, ISSUED, match -> Redactor.REDACTED),
          shape(
              Rule.CARD_CODE,
              "(?i)\\b(cv[vc]2?)(\\\\?[\"']?\\s{0,3}[:=]?\\s{0,3})((?:\\\\?[\"'])?[0-9]{3,4}(?![0-9])(?:\\\\?[\"'])?)",
              Secrets::quotedAsBefore));

  private static final Pattern NAME =
      Pattern.compile("(?:.*[^a-z])?(?:" + NAMES + "|cv[vc]2?)|.*(?:password|secret|apikey)");

  private static final Pattern HUMP = Pattern.compile("([a-z])([A-Z])");

  private static final int MOST_NAMES = 10_000;
  private static final Map<String, Boolean> JUDGED = new ConcurrentHashMap<>();

  private Secrets() {}

  static String redact(String text, Consumer<Rule> found) {
    String left = text;
    for (Shape shape : SHAPES) {
      Matcher matcher = shape.pattern().matcher(left);
      if (matcher.find()) {
        StringBuilder out = new StringBuilder(left.length());
        do {
          found.accept(shape.rule());
          matcher.appendReplacement(
              out, Matcher.quoteReplacement(shape.replacement().apply(matcher)));
        } while (matcher.find());
        left = matcher.appendTail(out).toString();
      }
    }
    return left;
  }

  /** The same few names come again with every record, so what was found out of one is kept. */
  static boolean isName(String name) {
    if (name.length() > 100) {
      return false;
    }
    Boolean known = JUDGED.get(name);
    if (known == null) {
      known = NAME.matcher(snake(name)).matches();
      if (JUDGED.size() < MOST_NAMES) {
        JUDGED.put(name, known);
      }
    }
    return known;
  }

  /** {@code accessToken} → {@code access_token}. */
  private static String snake(String name) {
    return HUMP.matcher(name).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }

  /** Name, separator, value; JSON stays JSON, so what was quoted or beside a quoted name is. */
  private static String quotedAsBefore(MatchResult match) {
    String separator = match.group(2);
    String value = match.group(3);
    String quote =
        value.startsWith("\\\"") || separator.startsWith("\\\"")
            ? "\\\""
            : value.startsWith("\"") || separator.startsWith("\"")
                ? "\""
                : value.startsWith("'") ? "'" : "";
    return match.group(1) + separator + quote + Redactor.REDACTED + quote;
  }

  private static Shape shape(Rule rule, String pattern, Function<MatchResult, String> replacement) {
    return new Shape(rule, Pattern.compile(pattern), replacement);
  }
}
