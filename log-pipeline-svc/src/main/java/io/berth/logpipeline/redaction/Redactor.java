/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of text. Most text has none, so bytes are first looked over once ({@link
 * #isSuspicious}), and only what might hold something becomes a string and is searched.
 */
public final class Redactor {

  /** What stands where a secret was. */
  public static final String REDACTED = "[redacted]";

  private Redactor() {}

  /** Whether text in UTF-8 could hold anything that a rule takes out. Never wrongly false. */
  public static boolean isSuspicious(byte[] utf8, int from, int length) {
    return Suspicion.of(utf8, from, length) != 0;
  }

  /** The text without secrets; the same object where there were none. */
  public static String redact(String text, Consumer<Rule> found) {
    byte[] utf8 = text.getBytes(UTF_8);
    return redact(text, Suspicion.of(utf8, 0, utf8.length), found);
  }

  /** The text without secrets; null where its bytes are not suspicious, which most are not. */
  public static @Nullable String redact(byte[] utf8, int from, int length, Consumer<Rule> found) {
    int suspicion = Suspicion.of(utf8, from, length);
    return suspicion == 0 ? null : redact(new String(utf8, from, length, UTF_8), suspicion, found);
  }

  /** Looks only for what the suspicion is about: no rule finds what it did not see. */
  private static String redact(String text, int suspicion, Consumer<Rule> found) {
    String left = text;
    if ((suspicion & Suspicion.NUMBER) != 0) {
      left = Notation.redactScientific(Notation.plain(left), found);
    }
    if ((suspicion & Suspicion.WORD) != 0) {
      left = Secrets.redact(left, found);
    }
    return (suspicion & Suspicion.NUMBER) != 0 ? Numbers.redact(left, found) : left;
  }

  /** A number that is a card's or an identity's, masked; null where it is none. */
  public static @Nullable String redactNumber(double number, Consumer<Rule> found) {
    return Double.isFinite(number) && Math.abs(number) >= 1e12 && Math.abs(number) < 1e19
        ? Notation.masked(new BigDecimal(number), found)
        : null;
  }

  /**
   * Bytes of any kind, such as a message that could not be read, without the secrets that can be
   * seen in them; all other bytes stay as they are.
   */
  public static byte[] redactBytes(byte[] bytes, Consumer<Rule> found) {
    String utf8 = new String(bytes, UTF_8);
    if (Arrays.equals(utf8.getBytes(UTF_8), bytes)) {
      return redact(utf8, found).getBytes(UTF_8);
    }
    // One character for each byte: what is not text survives.
    return redact(new String(bytes, ISO_8859_1), Suspicion.ANY, found).getBytes(ISO_8859_1);
  }

  /** Whether a field of this name holds nothing but a secret, such as {@code db.password}. */
  public static boolean isSecretName(String name) {
    return Secrets.isName(name);
  }
}
