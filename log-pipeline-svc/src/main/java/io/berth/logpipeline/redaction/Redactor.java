/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text. Most text has none, so bytes are first looked over once ({@link
 * #isSuspicious}), and only what might hold something becomes a string and is searched.
 */
public final class Redactor {

  /** What stands where a secret was. */
  public static final String REDACTED = "[redacted]";

  private static final Pattern ESCAPED_DIGIT = Pattern.compile("\\\\u003([0-9])");

  private Redactor() {}

  /** Whether text in UTF-8 could hold anything that a rule takes out. Never wrongly false. */
  public static boolean isSuspicious(byte[] utf8, int from, int length) {
    return Suspicion.of(utf8, from, length);
  }

  /** The text without secrets; the same object where there were none. */
  public static String redact(String text, Consumer<Rule> found) {
    byte[] utf8 = text.getBytes(UTF_8);
    return isSuspicious(utf8, 0, utf8.length) ? redactSuspicious(text, found) : text;
  }

  /** As {@link #redact}, for text that is known to be suspicious. */
  public static String redactSuspicious(String text, Consumer<Rule> found) {
    // JSON may write any digit as an escape; the same text without is the same JSON.
    String plain = text.contains("\\u003") ? ESCAPED_DIGIT.matcher(text).replaceAll("$1") : text;
    return Numbers.redact(Secrets.redact(plain, found), found);
  }

  /** Whether a field of this name holds nothing but a secret, such as {@code db.password}. */
  public static boolean isSecretName(String name) {
    return Secrets.isName(name);
  }
}
