/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import io.berth.redaction.rule.RedactionRule;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that finds a secret. Every pattern is linear in the length of its text:
 * quantifiers are bounded or possessive.
 *
 * @param rule for the counter
 * @param group what of {@link SecretPrefilter} must have been seen
 * @param pattern with a capturing group for what stays, if anything does
 * @param replacement of a match in a text, what stands there instead; null where a closer look
 *     shows no secret
 */
record SecretPattern(
    RedactionRule rule,
    int group,
    Pattern pattern,
    BiFunction<MatchResult, String, @Nullable String> replacement) {

  /** Before a word: also behind an escape or an encoded character, whatever that ends in. */
  static final String BEGIN = "(?:(?<![A-Za-z0-9_])|(?<=\\\\[a-z])|(?<=%[0-9A-Fa-f]{2}))";

  /** A quotation mark in one of its notations. */
  static final String QUOTE = "(?:\\\\{0,7}[\"']|&quot;|&#3[49];|%22)";

  /** The whole match is the secret. */
  static SecretPattern whole(RedactionRule rule, int group, String pattern) {
    return new SecretPattern(
        rule, group, Pattern.compile(pattern), (match, text) -> Redactor.REDACTED);
  }

  /** The first group of the pattern stays, what is behind it is the secret. */
  static SecretPattern behind(RedactionRule rule, int group, String pattern) {
    return of(rule, group, pattern, match -> match.group(1) + Redactor.REDACTED);
  }

  static SecretPattern of(
      RedactionRule rule,
      int group,
      String pattern,
      Function<MatchResult, @Nullable String> replacement) {
    return within(rule, group, pattern, (match, text) -> replacement.apply(match));
  }

  /** Where what stands before the match counts, too. */
  static SecretPattern within(
      RedactionRule rule,
      int group,
      String pattern,
      BiFunction<MatchResult, String, @Nullable String> replacement) {
    return new SecretPattern(rule, group, Pattern.compile(pattern), replacement);
  }

  String redact(String text, int hints, Consumer<RedactionRule> found) {
    if ((hints & group) == 0) {
      return text;
    }
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    boolean changed = false;
    do {
      String instead = replacement.apply(matcher, text);
      if (instead != null && !instead.equals(matcher.group())) {
        matcher.appendReplacement(out, Matcher.quoteReplacement(instead));
        found.accept(rule);
        changed = true;
      }
    } while (matcher.find());
    if (!changed) {
      return text;
    }
    return matcher.appendTail(out).toString();
  }
}
