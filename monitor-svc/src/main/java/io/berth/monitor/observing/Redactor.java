/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observing;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes obvious secrets out of texts that Berth passes on. */
public final class Redactor {

  private static final String GONE = "[redacted]";
  private static final int LONGEST = 4000;

  private record Rule(Pattern pattern, String replacement) {}

  private static final List<Rule> RULES =
      List.of(
          // scheme://user:password@host
          new Rule(
              Pattern.compile("(\\w{2,20}://[^\\s/:@]{1,200}:)[^\\s/@]{1,500}@"),
              "$1" + GONE + "@"),
          new Rule(
              Pattern.compile("(?i)(\\b(?:bearer|basic)\\s{1,5})[A-Za-z0-9._~+/=-]{8,4000}"),
              "$1" + GONE),
          new Rule(
              Pattern.compile(
                  "(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credential)s?"
                      + "[\"']?\\s{0,5}[=:]\\s{0,5}[\"']?)[^\\s\"',;&]{1,4000}"),
              "$1" + GONE),
          // JSON web tokens, AWS access keys
          new Rule(Pattern.compile("\\beyJ[\\w-]{5,4000}\\.[\\w-]{5,4000}\\.[\\w-]{5,4000}"), GONE),
          new Rule(Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"), GONE));

  private Redactor() {}

  /** The text without what looks like a secret, and not endless. */
  public static String redact(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String safe =
        text.length() <= LONGEST
            ? text
            : text.substring(0, LONGEST) + "… (" + text.length() + " characters in all)";
    for (Rule rule : RULES) {
      safe = rule.pattern().matcher(safe).replaceAll(rule.replacement());
    }
    return safe;
  }
}
